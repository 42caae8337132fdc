package sandbox

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
)

// faultControls are the controls of what goes wrong.
func (s *Server) faultControls() map[string]func(*http.Request) (any, error) {
	return map[string]func(*http.Request) (any, error){
		"GET " + controlPath + "faults":    s.controlFaults,
		"POST " + controlPath + "faults":   s.controlFault,
		"DELETE " + controlPath + "faults": s.controlClear,
		"GET " + controlPath + "rotation":  s.controlRotation,
		"POST " + controlPath + "rotation": s.controlRotate,
	}
}

func (s *Server) controlFaults(*http.Request) (any, error) {
	return map[string][]FaultState{"faults": s.Faults()}, nil
}

func (s *Server) controlFault(r *http.Request) (any, error) {
	var f Fault
	if err := readControl(r, &f); err != nil {
		return nil, controlError{http.StatusBadRequest, `want a body like {"fault":"status","status":429}: ` + err.Error()}
	}
	id, err := s.Fault(f)
	return map[string]int{"id": id}, err
}

func (s *Server) controlClear(r *http.Request) (any, error) {
	text := r.URL.Query().Get("id")
	if text == "" {
		return map[string]int{"cleared": s.ClearFaults(0)}, nil
	}
	id, err := strconv.Atoi(text)
	if err != nil || id < 1 || s.ClearFaults(id) == 0 {
		return nil, controlError{http.StatusNotFound, "there is no fault " + text}
	}
	return map[string]int{"cleared": 1}, nil
}

func (s *Server) controlRotation(*http.Request) (any, error) {
	return map[string]Rotation{"rotation": s.Rotation()}, nil
}

func (s *Server) controlRotate(r *http.Request) (any, error) {
	var in struct {
		Rotation Rotation `json:"rotation"`
	}
	if err := readControl(r, &in); err != nil {
		return nil, controlError{http.StatusBadRequest, `want a body like {"rotation":"strict"}`}
	}
	if err := s.SetRotation(in.Rotation); err != nil {
		return nil, err
	}
	return s.controlRotation(r)
}

// readControl reads the body of a control call; a key that is not known, or
// anything after the object, is an error.
func readControl(r *http.Request, into any) error {
	dec := json.NewDecoder(http.MaxBytesReader(nil, r.Body, 4096))
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		return err
	}
	if _, err := dec.Token(); err != io.EOF {
		return errors.New("there is more than one JSON value")
	}
	return nil
}
