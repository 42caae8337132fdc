package fsx

import (
	"fmt"
	"unsafe"

	"golang.org/x/sys/windows"
)

// Windows knows no modes: who may read a file is said by its access list, which
// a new file inherits from its directory. Below %USERPROFILE% that is the
// person, the system and the administrators, and all is well. Elsewhere, such
// as in a folder made in C:\, it lets every user of the machine read, so what
// is private gets a list of its own there, from its first moment on: whoever
// opened a file before its list was narrowed would go on reading it.

// privateList is a descriptor that lets in the person, the system and the
// administrators, and takes nothing over from the directory. Files and folders
// made below inherit it.
func privateList() (*windows.SECURITY_DESCRIPTOR, error) {
	user, err := windows.GetCurrentProcessToken().GetTokenUser()
	if err != nil {
		return nil, fmt.Errorf("ask who the user is: %w", err)
	}
	const all, inherited = "FA", "OICI"
	list := "D:P"
	for _, who := range []string{user.User.Sid.String(), "SY", "BA"} {
		list += "(A;" + inherited + ";" + all + ";;;" + who + ")"
	}
	return windows.SecurityDescriptorFromString(list)
}

// attributesIn returns what a private file or folder in dir must be made with:
// nil where inheriting is private enough. A list that cannot be read counts as
// one that lets others in.
func attributesIn(dir string) (*windows.SecurityAttributes, error) {
	if closed, err := closedToOthers(dir); err == nil && closed {
		return nil, nil
	}
	list, err := privateList()
	if err != nil {
		return nil, err
	}
	return attributes(list), nil
}

func attributes(list *windows.SECURITY_DESCRIPTOR) *windows.SecurityAttributes {
	a := &windows.SecurityAttributes{SecurityDescriptor: list}
	a.Length = uint32(unsafe.Sizeof(*a))
	return a
}

// closedToOthers reports whether what is made in dir can be read by the person,
// the system and the administrators alone.
func closedToOthers(dir string) (bool, error) {
	sd, err := windows.GetNamedSecurityInfo(long(dir), windows.SE_FILE_OBJECT, windows.DACL_SECURITY_INFORMATION)
	if err != nil {
		return false, err
	}
	list, _, err := sd.DACL()
	if err != nil || list == nil {
		return false, err // no list at all: everybody
	}
	user, err := windows.GetCurrentProcessToken().GetTokenUser()
	if err != nil {
		return false, err
	}
	for i := range uint32(list.AceCount) {
		var ace *windows.ACCESS_ALLOWED_ACE
		if err := windows.GetAce(list, i, &ace); err != nil {
			return false, err
		}
		if inherits(ace) && !trusted(sidOf(ace), user.User.Sid) {
			return false, nil
		}
	}
	return true, nil
}

// inherits reports whether an entry passes on to what is made in the directory
// and grants something. Entries of kinds that are not known count as such.
func inherits(ace *windows.ACCESS_ALLOWED_ACE) bool {
	const passesOn = windows.OBJECT_INHERIT_ACE | windows.CONTAINER_INHERIT_ACE
	return ace.Header.AceType != windows.ACCESS_DENIED_ACE_TYPE && ace.Header.AceFlags&passesOn != 0 && ace.Mask != 0
}

func sidOf(ace *windows.ACCESS_ALLOWED_ACE) *windows.SID {
	return (*windows.SID)(unsafe.Pointer(&ace.SidStart))
}

// trusted reports whether sid is the person, or one who can read everything
// anyhow, or stands for whoever made the file.
func trusted(sid, user *windows.SID) bool {
	if sid.Equals(user) {
		return true
	}
	for _, known := range []windows.WELL_KNOWN_SID_TYPE{
		windows.WinLocalSystemSid, windows.WinBuiltinAdministratorsSid,
		windows.WinCreatorOwnerSid, windows.WinCreatorOwnerRightsSid,
	} {
		if sid.IsWellKnown(known) {
			return true
		}
	}
	return false
}
