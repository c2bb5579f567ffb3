// Package domaintest tests aggregates as tables of given, when and then.
//
//	var suite = domaintest.New(account.Decider)
//
//	func TestMain(m *testing.M) { suite.Main(m) }
//
//	func TestConfirm(t *testing.T) {
//		suite.Run(t, []domaintest.Case[account.Command, account.Event]{
//			{Name: "the right link", Given: registered, Act: noon, When: confirm, Then: confirmed},
//			{Name: "a wrong link", Given: registered, Act: noon, When: guess, Err: account.ErrLinkWrong},
//		})
//	}
//
//	func TestStored(t *testing.T) { domaintest.Golden(t, account.Decider.Catalog, examples...) }
//
// Each row is also held against the laws of every decider: deciding twice gives the same, nothing given is changed, and
// neither rules nor states depend on a personal value that may have been erased. When all tests have run, Main fails
// unless the rows produced every event of the catalog and every declared error.
//
// # Fields of events
//
// Every field of every event says in a tag what stands in the log, and why that may stand there for ever:
//
//	Address personal.Text `json:"address" log:"sealed,where we write to the holder"`
//	Claim   string        `json:"claim" log:"digest,finds the holder of an address without keeping the address"`
//	Expires time.Time     `json:"expires" log:"public,the link works until then"`
//
// "sealed" is for exactly the types personal.Text and personal.Date; "digest" for what a KEYED digest was made from;
// "public" for the rest: ids, codes, counts, instants. The fields of a struct that an aggregate declares itself carry
// their own tags, and the field that holds the struct none. Golden fails for a field without a tag or a reason, and
// keeps the list in testdata/fields.txt.
//
// # Golden files
//
// testdata/golden/<stored name>.json pins the clear shape of one stored name for ever. Running the tests with
// GOLDEN=add in the environment writes the files (and the lines of fields.txt) that are missing; nothing ever changes
// one that exists. Whoever must change a shape gives it a new name.
package domaintest
