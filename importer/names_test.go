package importer_test

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"strings"
	"sync"

	"golang.org/x/net/dns/dnsmessage"
)

// nameServer answers the tests' DNS queries: every name that ends in .test is this
// machine, until forget is called for it.
type nameServer struct {
	mu      sync.Mutex
	unknown map[string]bool
}

// names replaces the resolver from the start of the tests, since it must not be changed
// during requests.
var names = startNames()

func startNames() *nameServer {
	n := &nameServer{unknown: map[string]bool{}}
	net.DefaultResolver = &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		client, server := net.Pipe()
		go n.serve(server)
		return client, nil
	}}
	return n
}

// forget makes a name unknown.
func (n *nameServer) forget(host string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.unknown[host+"."] = true
}

func (n *nameServer) recall(host string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	delete(n.unknown, host+".")
}

// serve answers the queries of one TCP connection, each preceded by its length.
func (n *nameServer) serve(conn net.Conn) {
	defer conn.Close()
	for {
		var length uint16
		if binary.Read(conn, binary.BigEndian, &length) != nil {
			return
		}
		query := make([]byte, length)
		if _, err := io.ReadFull(conn, query); err != nil {
			return
		}
		answer, err := n.answer(query)
		if err != nil {
			return
		}
		if _, err := conn.Write(binary.BigEndian.AppendUint16(nil, uint16(len(answer)))); err != nil {
			return
		}
		if _, err := conn.Write(answer); err != nil {
			return
		}
	}
}

func (n *nameServer) answer(query []byte) ([]byte, error) {
	var m dnsmessage.Message
	if err := m.Unpack(query); err != nil || len(m.Questions) == 0 {
		return nil, errors.Join(err, errors.New("no question"))
	}
	q := m.Questions[0]
	m.Response, m.RecursionAvailable, m.Additionals = true, true, nil
	switch {
	case !n.knows(strings.ToLower(q.Name.String())):
		m.RCode = dnsmessage.RCodeNameError
	case q.Type == dnsmessage.TypeA:
		m.Answers = []dnsmessage.Resource{{
			Header: dnsmessage.ResourceHeader{Name: q.Name, Class: q.Class, TTL: 1},
			Body:   &dnsmessage.AResource{A: [4]byte{127, 0, 0, 1}},
		}}
	}
	return m.Pack()
}

func (n *nameServer) knows(name string) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	return strings.HasSuffix(name, ".test.") && !n.unknown[name]
}
