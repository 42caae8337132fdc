// Package winedll is the one DLL that Go programs need and wine 8 lacks.
package winedll

import (
	"bytes"
	"debug/pe"
	"encoding/binary"
)

// The numbers of the PE format that the forwarder needs.
// Source: Microsoft, "PE Format".
const (
	peFileAlign    = 0x200
	peSectionAlign = 0x1000
	peExportRVA    = peSectionAlign // the one section is mapped one page in
)

// Forwarder is a whole bcryptprimitives.dll of 1,024 bytes: no code, one
// export, which Windows' loader resolves to advapi32.SystemFunction036.
//
// Go's runtime calls ProcessPrng before main, and wine 8 has no such DLL, so
// no Go program starts there without this. Both functions take a buffer and its
// length and fill it with random bytes.
func Forwarder() []byte {
	var file bytes.Buffer
	put := func(v any) { _ = binary.Write(&file, binary.LittleEndian, v) } // a bytes.Buffer takes all

	section := exportSection("bcryptprimitives.dll", "ProcessPrng", "advapi32.SystemFunction036")

	dos := make([]byte, 64)
	copy(dos, "MZ")
	dos[0x3c] = byte(len(dos)) // where the PE header starts
	file.Write(dos)
	file.WriteString("PE\x00\x00")

	var optional pe.OptionalHeader64
	put(pe.FileHeader{
		Machine:              pe.IMAGE_FILE_MACHINE_AMD64,
		NumberOfSections:     1,
		SizeOfOptionalHeader: uint16(binary.Size(optional)),
		Characteristics:      pe.IMAGE_FILE_EXECUTABLE_IMAGE | pe.IMAGE_FILE_LARGE_ADDRESS_AWARE | pe.IMAGE_FILE_DLL,
	})
	optional = pe.OptionalHeader64{
		Magic:                 0x20b, // PE32+
		SizeOfInitializedData: peFileAlign,
		ImageBase:             0x180000000,
		SectionAlignment:      peSectionAlign,
		FileAlignment:         peFileAlign,
		MajorSubsystemVersion: 6,
		SizeOfImage:           2 * peSectionAlign,
		SizeOfHeaders:         peFileAlign,
		Subsystem:             pe.IMAGE_SUBSYSTEM_WINDOWS_CUI,
		DllCharacteristics:    pe.IMAGE_DLLCHARACTERISTICS_DYNAMIC_BASE | pe.IMAGE_DLLCHARACTERISTICS_NX_COMPAT,
		NumberOfRvaAndSizes:   16,
	}
	// The loader takes an export for a forwarder when its address lies within
	// this directory, so its size has to span the whole section.
	optional.DataDirectory[pe.IMAGE_DIRECTORY_ENTRY_EXPORT] = pe.DataDirectory{VirtualAddress: peExportRVA, Size: uint32(len(section))}
	put(optional)
	put(pe.SectionHeader32{
		Name:             [8]uint8{'.', 'e', 'd', 'a', 't', 'a'},
		VirtualSize:      uint32(len(section)),
		VirtualAddress:   peExportRVA,
		SizeOfRawData:    peFileAlign,
		PointerToRawData: peFileAlign,
		Characteristics:  pe.IMAGE_SCN_CNT_INITIALIZED_DATA | pe.IMAGE_SCN_MEM_READ,
	})

	whole := make([]byte, 2*peFileAlign)
	copy(whole, file.Bytes())
	copy(whole[peFileAlign:], section)
	return whole
}

// exportSection is the .edata of a DLL with one export that forwards to
// another DLL's: the directory, its three tables of one row, and the strings.
func exportSection(dll, name, target string) []byte {
	const directory, tables = 40, 10 // bytes: the directory; two addresses and one ordinal
	at := uint32(peExportRVA + directory)
	text := at + tables
	nameAt := text + uint32(len(dll)) + 1
	targetAt := nameAt + uint32(len(name)) + 1

	var b bytes.Buffer
	for _, v := range []any{
		uint32(0), uint32(0), uint32(0), // flags, time, version
		text, uint32(1), uint32(1), uint32(1), // own name, first ordinal, functions, names
		at, at + 4, at + 8, // the three tables
		targetAt, nameAt, uint16(0), // and their rows
	} {
		_ = binary.Write(&b, binary.LittleEndian, v)
	}
	b.WriteString(dll + "\x00" + name + "\x00" + target + "\x00")
	return b.Bytes()
}
