package schemas

// This file is the states that reading a cluster, or a kind of it, can end in.

// ReadState is how a read ended. "Could not read" never looks like "nothing there".
type ReadState string

const (
	ReadOK           ReadState = "ok"
	ReadForbidden    ReadState = "forbidden"    // the credentials are good, the right is missing
	ReadNotServed    ReadState = "not-served"   // the cluster, or the dump, does not have the kind: nothing of it is there
	ReadFailed       ReadState = "failed"       // an answer that is none: a fault, a page of a proxy, a list cut off
	ReadTimeout      ReadState = "timeout"      // connected, and no answer in time
	ReadUnauthorized ReadState = "unauthorized" // the credentials have expired, or are wrong
	ReadUnreachable  ReadState = "unreachable"  // no connection
	// ReadStale is a read that this run did not try: all that is known is from an earlier one. What was tried and
	// failed keeps the state that says why; that older objects are shown in its place is said beside it, by asOf.
	ReadStale ReadState = "stale"
)

// Words says the state as people do: "cluster prod-eu could not be read: credentials expired or wrong".
func (s ReadState) Words() string {
	switch s {
	case ReadOK:
		return "read"
	case ReadForbidden:
		return "not allowed"
	case ReadNotServed:
		return "not served"
	case ReadTimeout:
		return "no answer in time"
	case ReadUnauthorized:
		return "credentials expired or wrong"
	case ReadUnreachable:
		return "cannot be reached"
	case ReadStale:
		return "not asked"
	default:
		return "failed"
	}
}
