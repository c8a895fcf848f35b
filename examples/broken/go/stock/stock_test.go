package stock

import (
	"errors"
	"strings"
	"testing"
)

func TestReceiveAndIssue(t *testing.T) {
	room := NewRoom()
	if err := room.Receive("bolt", 10, 0.25); err != nil {
		t.Fatal(err)
	}
	if err := room.Issue("bolt", 4); err != nil {
		t.Fatal(err)
	}
	list := room.List()
	if len(list) != 1 || list[0].Count != 6 {
		t.Errorf("List() = %v, want 6 bolts", list)
	}
	if got := list[0].Value(); got != 1.5 {
		t.Errorf("Value() = %v, want 1.5", got)
	}
	if room.Moves() != 2 {
		t.Errorf("Moves() = %d, want 2", room.Moves())
	}
}

func TestIssueUnknown(t *testing.T) {
	if err := NewRoom().Issue("nut", 1); !errors.Is(err, ErrUnknown) {
		t.Errorf("Issue = %v, want ErrUnknown", err)
	}
}

func TestReadOrders(t *testing.T) {
	orders, err := ReadOrders(strings.NewReader("# spring\nbolt; 3; 0.5\n\nnut;4;0.1\n"))
	if err != nil {
		t.Fatal(err)
	}
	if len(orders) != 2 || orders[1].Name != "nut" || orders[0].Count != 3 {
		t.Errorf("ReadOrders = %v", orders)
	}
	if _, err := ReadOrders(strings.NewReader("bolt;x;1")); err == nil {
		t.Error("a bad count was accepted")
	}
}
