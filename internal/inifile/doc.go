// Package inifile cuts the bytes of a config file into lines and puts them
// together again, losslessly: what no edit asked to change comes back byte for
// byte, line ends, tabs, comments and the missing last newline included.
//
// There are two ways in. A Scanner walks over the lines without allocating,
// for those who start often and read a few of ten thousand sections. A
// Document holds the lines for editing; it takes time in proportion to the
// file and the number of edits, however many there are.
//
// The grammar is the one that the AWS SDKs read, but the package knows no name
// of a section or key, and touches no file.
package inifile
