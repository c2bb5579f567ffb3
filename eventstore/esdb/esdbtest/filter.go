package esdbtest

import (
	"regexp"
	"slices"
	"strings"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// filter is which records the call wants: all, or by prefix or regular expression, of the type or of the stream. Epochs
// are never shown.
func (r *reading) filter() (keep func(record) bool, err error) {
	f := r.options.GetFilter()
	if f == nil {
		return func(e record) bool { return e.kind != epoch }, nil
	}
	if f.GetCheckpointIntervalMultiplier() == 0 && r.options.GetSubscription() != nil || f.GetMax() == 0 {
		return nil, status.Error(codes.InvalidArgument, "a filter needs a window and an interval of checkpoints")
	}
	by, expression := func(e record) string { return e.kind }, f.GetEventType()
	if expression == nil {
		by, expression = func(e record) string { return e.stream }, f.GetStreamIdentifier()
	}
	match, err := matcher(expression)
	return func(e record) bool { return e.kind != epoch && match(by(e)) }, err
}

func matcher(x *streams.ReadReq_Options_FilterOptions_Expression) (func(string) bool, error) {
	if x.GetRegex() == "" {
		return func(text string) bool {
			return slices.ContainsFunc(x.GetPrefix(), func(p string) bool { return strings.HasPrefix(text, p) })
		}, nil
	}
	pattern, err := regexp.Compile(x.GetRegex())
	if err != nil {
		return nil, status.Error(codes.InvalidArgument, "the filter's regular expression cannot be read")
	}
	return pattern.MatchString, nil
}
