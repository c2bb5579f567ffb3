package programs

import (
	"strconv"

	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/domain/client"
)

// issue shows the new secret in its answer: it is shown once.
func (p Pages) issue(v *frame.Visit, d desk) (frame.Next, error) {
	id, err := programID(v)
	if err != nil {
		return frame.Next{}, err
	}
	shown, done, err := p.ClientDesk.Issue(v.Context(), id, v.Act())
	if err != nil {
		return frame.Next{}, err
	}
	v.Wrote(done.Position)
	return frame.Here(secretPage(v.T(d.program+".shown_title"), shown, d)), nil
}

// command is what somebody asks for with a button.
type command func(*frame.Visit) (client.Command, error)

func revoke(v *frame.Visit) (client.Command, error) {
	number, err := strconv.Atoi(v.Value("credential"))
	if err != nil {
		return nil, client.ErrNoCredential
	}
	return client.RevokeCredential{Number: number}, nil
}

func suspend(v *frame.Visit) (client.Command, error) { return client.Suspend{Why: v.Value("why")}, nil }

func resume(*frame.Visit) (client.Command, error) { return client.Resume{}, nil }

func end(*frame.Visit) (client.Command, error) { return client.Close{}, nil }

// manage runs a command on the client of the address and leads back to it.
func (p Pages) manage(d desk, wanted command) frame.Do {
	return func(v *frame.Visit) (frame.Next, error) {
		id, err := programID(v)
		if err != nil {
			return frame.Next{}, err
		}
		c, err := wanted(v)
		if err != nil {
			return frame.Next{}, err
		}
		done, err := p.Clients.Do(v.Context(), id.String(), c, v.Act())
		if err != nil {
			return frame.Next{}, err
		}
		v.Wrote(done.Position)
		return frame.To(d.at(id)), nil
	}
}
