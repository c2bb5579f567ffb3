package esdbtest

import (
	"context"
	"fmt"
	"net"
	"strconv"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/gossip"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/serverfeatures"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/google/uuid"
)

// version is compared part by part.
type version [3]int

func parseVersion(text string) (v version, err error) {
	if _, err := fmt.Sscanf(text, "%d.%d.%d", &v[0], &v[1], &v[2]); err != nil || v.String() != text {
		return v, fmt.Errorf("version %q: give three numbers, as 24.6.0", text)
	}
	return v, nil
}

func (v version) String() string { return fmt.Sprintf("%d.%d.%d", v[0], v[1], v[2]) }

func (v version) before(major, minor int) bool {
	return v[0] < major || v[0] == major && v[1] < minor
}

// cluster says that this node leads, alone.
type cluster struct {
	gossip.UnimplementedGossipServer
	addr string
}

func (c *cluster) Read(context.Context, *shared.Empty) (*gossip.ClusterInfo, error) {
	host, port := endpoint(c.addr)
	number, err := strconv.ParseUint(port, 10, 32)
	if err != nil {
		return nil, err
	}
	return &gossip.ClusterInfo{Members: []*gossip.MemberInfo{{
		InstanceId:   idOnWire(uuid.New(), false),
		State:        gossip.MemberInfo_Leader,
		IsAlive:      true,
		HttpEndPoint: &gossip.EndPoint{Address: host, Port: uint32(number)},
	}}}, nil
}

func endpoint(addr string) (host, port string) {
	host, port, _ = net.SplitHostPort(addr)
	return host, port
}

type features struct {
	serverfeatures.UnimplementedServerFeaturesServer
	version version
}

func (f *features) GetSupportedMethods(context.Context, *shared.Empty) (*serverfeatures.SupportedMethods, error) {
	const service = "event_store.client.streams.streams"
	methods := []*serverfeatures.SupportedMethod{}
	for _, name := range []string{"read", "append", "delete", "tombstone"} {
		methods = append(methods, &serverfeatures.SupportedMethod{ServiceName: service, MethodName: name})
	}
	return &serverfeatures.SupportedMethods{EventStoreServerVersion: f.version.String(), Methods: methods}, nil
}
