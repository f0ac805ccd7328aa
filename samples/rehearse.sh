#!/bin/sh
# Rehearses a SeldonDeployment: uploads it to seldon-runs, shows how it goes, and leaves a JUnit report.
#
#     rehearse.sh MANIFEST [NAMESPACE]        MANIFEST may be - for standard input
#
# Exit status:
#     0  the run succeeded
#     1  it failed, or somebody cancelled it
#     2  it was refused, and nothing was started: standard error says what to change
#     3  there is no verdict: the service or the cluster cannot be reached, or broke the run off; try again
#   129, 130, 143  this script was asked to stop (HUP, INT, TERM) and has cancelled the run
#
# Environment, all of which may be left out:
#     SELDON_RUNS_URL              where the service is; http://localhost:8080
#     SELDON_RUNS_TOKEN            a bearer token
#     SELDON_RUNS_TOKEN_FILE       or a file with one, read again for each request, so that it may be renewed
#     SELDON_RUNS_CACERT           a file with the certificates to trust
#     SELDON_RUNS_REPLICAS         what to scale to
#     SELDON_RUNS_TIMEOUT          the longest time of each step but DELETE: 90s, 5m
#     SELDON_RUNS_DELETE_TIMEOUT   the longest time of DELETE
#     SELDON_RUNS_KEEP_ON_FAILURE  how long a failed run's resource stays: 30m
#     SELDON_RUNS_LABELS           key=value, several with blanks or line ends between them
#     SELDON_RUNS_JUNIT            where the report goes; TEST-rehearsal.xml; empty: nowhere
#     SELDON_RUNS_TEXT             where the run goes as a text for people; empty: nowhere
#     SELDON_RUNS_QUIET            not empty: no progress, only the verdict
#     SELDON_RUNS_PATIENCE         for how many seconds to try again while the service gives no usable answer; 120
#     SELDON_RUNS_IDEMPOTENCY_KEY  whoever gives one of an earlier call gets the run of that; a random one
#
# Needs curl 7.55 or later, and of a system what busybox has.
set -fu

say() { printf 'rehearse: %s\n' "$*" >&2; }
refused() { say "$*"; exit 2; }
trouble() { say "${id:+run $id may go on; }$*"; exit 3; }

[ $# -eq 1 ] || [ $# -eq 2 ] || refused "usage: $0 MANIFEST [NAMESPACE]"
url=${SELDON_RUNS_URL:-http://localhost:8080}
url=${url%/}
junit=${SELDON_RUNS_JUNIT-TEST-rehearsal.xml}
text=${SELDON_RUNS_TEXT:-}
quiet=${SELDON_RUNS_QUIET:-}
patience=${SELDON_RUNS_PATIENCE:-120}
key=${SELDON_RUNS_IDEMPOTENCY_KEY:-$(od -An -v -tx1 -N16 /dev/urandom | tr -d ' \n')}
id='' asked='' since='' child='' teller='' status='' cause=''
case $patience in *[!0-9]*) refused "SELDON_RUNS_PATIENCE is no number of seconds" ;; esac
command -v curl >/dev/null || trouble "curl is needed"

work=$(mktemp -d) || trouble "there is no place for temporary files"
trap 'rm -rf "$work"' EXIT
# A copy, since each attempt has to send the same; "-" is standard input to cat, too.
cat -- "$1" >"$work/manifest" || refused "the manifest cannot be read"
# An older report is not to be taken for this run's.
for report in ${junit:+"$junit"} ${text:+"$text"}; do
	true >"$report" || refused "$report cannot be written"
	[ ! -f "$report" ] || rm -f "$report"
done
mkfifo "$work/stream" && : >"$work/shown"

# The token goes through a pipe: arguments can be seen by everybody on the machine.
authorization() {
	token=${SELDON_RUNS_TOKEN:-}
	[ -z "${SELDON_RUNS_TOKEN_FILE:-}" ] || token=$(cat "$SELDON_RUNS_TOKEN_FILE")
	[ -z "$token" ] || printf 'Authorization: Bearer %s\n' "$token"
}

# send FILE ARGUMENT...: one request, its answer to a file, its status to $code (000: no whole answer) and what
# Retry-After says to $after. In the background, since a shell heeds signals at once only while it waits.
send() {
	into=$1
	shift
	: >"$work/head"
	authorization | curl -q -g -sS -H @- ${SELDON_RUNS_CACERT:+--cacert "$SELDON_RUNS_CACERT"} --connect-timeout 10 \
		-D "$work/head" "$@" >"$into" &
	child=$!
	wait "$child"
	case $? in
	0 | 22) code=$(sed -n 's/^HTTP[^ ]* \([0-9]*\).*/\1/p' "$work/head" | tail -n 1) ;;
	*) code=000 ;;
	esac
	after=$(sed -n 's/^[Rr]etry-[Aa]fter: *\([0-9][0-9]*\).*/\1/p' "$work/head" | tail -n 1)
}

# ask FILE ARGUMENT...: the same until there is an answer that another attempt would not change.
ask() {
	while :; do
		send "$@" --max-time 90
		case $code in
		000 | 408 | 429 | 502 | 503 | 504) pause ;;
		*) since='' && return ;;
		esac
	done
}

# Waits before another attempt: as long as the service says, else longer each time.
pause() {
	now=$(date +%s)
	[ -n "$since" ] || { since=$now delay=1; }
	nap=${after:-$delay}
	answer="no whole answer from $url"
	[ "$code" = 000 ] || answer="$url answers $(explain)"
	[ $((now + nap - since)) -le "$patience" ] || trouble "gave up after $((now - since)) s: $answer"
	say "trying again in $nap s: $answer"
	rest "$nap"
	delay=$((delay < 8 ? delay * 2 : 15))
}

rest() { sleep "$1" & child=$! && wait "$child"; }

# An answer with a problem (RFC 9457), as lines that people can read.
explain() {
	printf '%s\n' "$code"
	grep -oE '"(title|detail|pointer|parameter|line|column)" *: *("([^"\\]|\\.)*"|[0-9]+)' "$work/body" |
		sed 's/^"\([a-z]*\)" *: */  \1: /; s/: "\(.*\)"$/: \1/; s/\\\(["\\]\)/\1/g'
}

# What the upload asks for. Only what has to be is encoded, and then every byte of it.
query=''
parameter() {
	[ -n "$2" ] || return 0
	value=$2
	case $2 in
	*[!A-Za-z0-9._/=-]*) value=$(printf %s "$2" | od -An -v -tx1 | tr -d '\n' | tr ' ' %) ;;
	esac
	query="$query${query:+&}$1=$value"
}
parameter namespace "${2:-}"
parameter replicas "${SELDON_RUNS_REPLICAS:-}"
parameter timeout "${SELDON_RUNS_TIMEOUT:-}"
parameter deleteTimeout "${SELDON_RUNS_DELETE_TIMEOUT:-}"
parameter keepOnFailure "${SELDON_RUNS_KEEP_ON_FAILURE:-}"
for label in ${SELDON_RUNS_LABELS:-}; do parameter label "$label"; done

# upload HOW ARGUMENT...: the key lets the service know a repeated upload again, so that there is one run only.
upload() {
	how=$1
	shift
	asked=true
	"$how" "$work/body" -X POST -H 'Content-Type: application/yaml' -H "Idempotency-Key: $key" "$@" \
		--data-binary "@$work/manifest" "$url/runs?$query"
	case $code in 200 | 202) ;; *) return ;; esac
	# Of the address only the end, since the service may be known elsewhere by another one.
	location=$(sed -n 's/^[Ll]ocation: *\([^[:cntrl:]]*\).*/\1/p' "$work/head" | tail -n 1)
	id=${location##*/}
	case $id in '' | *[!0-9a-f-]*) id='' ;; esac
}

# A stream of text is told from its beginning again: what was shown of an earlier one is left out.
tell() {
	while IFS= read -r line; do
		grep -Fxqe "$line" "$work/before" || printf '%s\n' "$line" | tee -a "$work/shown"
	done
}

# Shows the progress. The service is never silent for long: a connection over which nothing comes is a dead one.
stream() {
	cp "$work/shown" "$work/before"
	tell <"$work/stream" &
	teller=$!
	send "$work/stream" -f -N --speed-limit 1 --speed-time 60 -H 'Accept: text/plain' "$url/runs/$id/events"
	wait "$teller"
	streamed=$code
}

# What a CI system or Ctrl-C ends is not to go on in the cluster. Where the answer to the upload is not there yet,
# the same upload gets it, and there is little time for all this.
stop() {
	trap '' HUP INT TERM
	say "asked to stop"
	kill "$child" ${teller:+"$teller"} 2>/dev/null
	[ -n "$id" ] || [ -z "$asked" ] || upload send --max-time 4
	if [ -n "$id" ]; then
		send "$work/body" -X POST --max-time 4 "$url/runs/$id/cancel"
		case $code in
		200) say "run $id was over" ;;
		202) say "cancelled run $id; the service removes what it made" ;;
		*) say "run $id could not be cancelled and may go on" ;;
		esac
	fi
	exit "$1"
}
trap 'stop 129' HUP
trap 'stop 130' INT
trap 'stop 143' TERM

upload ask
case $code in
2??) [ -n "$id" ] || trouble "$url is not seldon-runs: its answer names no run" ;;
4??) refused "refused with $(explain)" ;;
*) trouble "$url answers $(explain)" ;;
esac
say "$url/runs/$id"

# The run itself says how it ended; that a stream is over may have other reasons.
streamed=200
while :; do
	[ -n "$quiet" ] || stream
	nap=${after:-1}
	ask "$work/body" -H 'Accept: text/plain' ${quiet:+-H 'Prefer: wait=60'} "$url/runs/$id"
	case $code in
	200) ;;
	404) lost=$id id='' && trouble "run $lost is not there any more: the service was started anew" ;;
	*) trouble "$url answers $(explain)" ;;
	esac
	status=$(sed -n 's/^Status: *//p' "$work/body" | head -n 1)
	cause=$(sed -n 's/^  Cause: *//p' "$work/body" | head -n 1)
	case $status in SUCCEEDED | FAILED | CANCELLED) break ;; esac
	rest "$((nap < 30 ? nap : 30))"
done
# What a broken stream did not tell any more.
[ "$streamed" = 200 ] || stream
[ -z "$quiet" ] || printf '%s%s\n' "$status" "${cause:+: $cause}"

[ -z "$text" ] || cat "$work/body" >"$text"
if [ -n "$junit" ]; then
	ask "$work/body" "$url/runs/$id/junit.xml"
	if [ "$code" = 200 ]; then cat "$work/body" >"$junit"; else say "there is no report: $(explain)"; fi
fi
case $status:$cause in
SUCCEEDED:*) exit 0 ;;
*:INTERRUPTED | *:CLUSTER_UNREACHABLE | *:INTERNAL_ERROR) id='' && trouble "no verdict: $cause" ;;
*) exit 1 ;;
esac
