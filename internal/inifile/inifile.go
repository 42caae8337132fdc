// Package inifile cuts the bytes of a config file into lines, losslessly:
// bytes to lines to the same bytes. It never knows AWS.
package inifile
