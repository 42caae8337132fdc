package winenv

import (
	"errors"
	"fmt"
	"strings"
	"unsafe"

	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/registry"
)

// Get returns the value of a variable as it stands in the registry, without
// expanding what stands between percent signs; ok is false when there is none.
func (Registry) Get(scope Scope, name string) (value string, ok bool, err error) {
	k, err := open(scope, registry.QUERY_VALUE)
	if errors.Is(err, registry.ErrNotExist) {
		return "", false, nil
	}
	if err != nil {
		return "", false, fmt.Errorf("open %s: %w", scope, err)
	}
	defer k.Close()
	value, _, err = k.GetStringValue(name)
	if errors.Is(err, registry.ErrNotExist) {
		return "", false, nil
	}
	if err != nil {
		return "", false, fmt.Errorf(`read %s\%s: %w`, scope, name, err)
	}
	return value, true, nil
}

// Apply writes the user's variables and then tells running programs of it, so
// that those which listen, such as Explorer, hand the new values on to what
// they start. When a write fails, those before it are done and are told of too.
func (Registry) Apply(changes []Change) error {
	k, _, err := registry.CreateKey(registry.CURRENT_USER, "Environment", registry.SET_VALUE)
	if err != nil {
		return fmt.Errorf("open %s: %w", User, err)
	}
	defer k.Close()
	for _, c := range changes {
		if err = write(k, c); err != nil {
			err = fmt.Errorf(`write %s\%s: %w`, User, c.Name, err)
			break
		}
	}
	broadcast()
	return err
}

// write sets plain text (REG_SZ), in which a percent sign stands for itself.
func write(k registry.Key, c Change) error {
	if c.Value != nil {
		return k.SetStringValue(c.Name, *c.Value)
	}
	if err := k.DeleteValue(c.Name); err != nil && !errors.Is(err, registry.ErrNotExist) {
		return err
	}
	return nil
}

func open(scope Scope, access uint32) (registry.Key, error) {
	root := registry.CURRENT_USER
	_, path, _ := strings.Cut(string(scope), `\`)
	if scope == Machine {
		root = registry.LOCAL_MACHINE
	}
	return registry.OpenKey(root, path, access)
}

const (
	hwndBroadcast   = 0xFFFF
	wmSettingChange = 0x001A
	smtoAbortIfHung = 0x0002
	// broadcastWaitMilliseconds is how long each window may take: one that
	// answers late has still been told.
	broadcastWaitMilliseconds = 500
)

// broadcast tells every top-level window that the environment has changed.
// Whether anybody listens makes no difference to what was written.
// Source: Windows API, WM_SETTINGCHANGE: lParam points to "Environment".
func broadcast() {
	area, err := windows.UTF16PtrFromString("Environment")
	if err != nil {
		return
	}
	send := windows.NewLazySystemDLL("user32.dll").NewProc("SendMessageTimeoutW")
	if send.Find() != nil {
		return
	}
	_, _, _ = send.Call(hwndBroadcast, wmSettingChange, 0, uintptr(unsafe.Pointer(area)), smtoAbortIfHung, broadcastWaitMilliseconds, 0)
}
