#!/bin/sh
# Uploads a SeldonDeployment to seldon-runs, shows the progress of the run and writes a JUnit report.
#
#     rehearse.sh MANIFEST [NAMESPACE]        MANIFEST may be - for standard input
#
# Exit status:
#     0  the run succeeded
#     1  the run failed, or somebody cancelled it
#     2  no run was started: the service rejected the request, or an argument, a file or a variable is invalid; standard
#        error says what to change
#     3  the result is unknown: the service or the cluster is unavailable or failed, or the run was interrupted; try
#        again
#   129, 130, 143  the script got SIGHUP, SIGINT or SIGTERM and cancelled the run
#
# Environment variables, all optional:
#     SELDON_RUNS_URL              address of the service; default: http://localhost:8080
#     SELDON_RUNS_TOKEN            bearer token
#     SELDON_RUNS_TOKEN_FILE       file with a bearer token, read again for each request
#     SELDON_RUNS_CACERT           file with trusted CA certificates
#     SELDON_RUNS_REPLICAS         number of replicas to scale to
#     SELDON_RUNS_TIMEOUT          timeout of each step except DELETE: 90s, 5m
#     SELDON_RUNS_DELETE_TIMEOUT   timeout of DELETE
#     SELDON_RUNS_KEEP_ON_FAILURE  time for which the resource of a failed run stays: 30m
#     SELDON_RUNS_STABLE_FOR       time for which the resource must stay ready: 30s
#     SELDON_RUNS_FIELD_VALIDATION Ignore, Warn or Strict
#     SELDON_RUNS_REQUEST          file with the body of predictions (JSON)
#     SELDON_RUNS_EXPECT           file with a JSON Schema of their answers
#     SELDON_RUNS_PREDICTIONS      number of predictions of each step
#     SELDON_RUNS_PREDICT_PATH     path of the predictions
#     SELDON_RUNS_UPDATE           file with a second manifest, to which the resource is updated
#     SELDON_RUNS_MAX_DOWNTIME     longest time without a ready pod during the update: 0s
#     SELDON_RUNS_LABELS           labels key=value, separated by blanks or newlines
#     SELDON_RUNS_JUNIT            file for the JUnit report; default: TEST-rehearsal.xml; empty: no report
#     SELDON_RUNS_TEXT             file for the run as text; empty: none
#     SELDON_RUNS_QUIET            if not empty, shows only the result
#     SELDON_RUNS_PATIENCE         seconds to retry while the service gives no usable response; default: 120
#     SELDON_RUNS_IDEMPOTENCY_KEY  Idempotency-Key of the upload, to follow the run of an earlier call; default: random
#
# Needs curl 7.55 or later and the commands of busybox.
set -fu

say() { printf 'rehearse: %s\n' "$*" >&2; }
exit_not_started() { say "$*"; exit 2; }
exit_unknown() { say "${id:+run $id may still be running; }$*"; exit 3; }

[ $# -eq 1 ] || [ $# -eq 2 ] || exit_not_started "usage: $0 MANIFEST [NAMESPACE]"
url=${SELDON_RUNS_URL:-http://localhost:8080}
url=${url%/}
junit=${SELDON_RUNS_JUNIT-TEST-rehearsal.xml}
text=${SELDON_RUNS_TEXT:-}
quiet=${SELDON_RUNS_QUIET:-}
patience=${SELDON_RUNS_PATIENCE:-120}
key=${SELDON_RUNS_IDEMPOTENCY_KEY:-$(od -An -v -tx1 -N16 /dev/urandom | tr -d ' \n')}
id='' upload_sent='' since='' child='' printer='' status='' cause=''
case $patience in
*[!0-9]*) exit_not_started "SELDON_RUNS_PATIENCE must be a number of seconds, but is \"$patience\"" ;;
esac
command -v curl >/dev/null || exit_unknown "curl is not installed"

work=$(mktemp -d) || exit_unknown "cannot create a temporary directory; set TMPDIR to a writable directory"
trap 'rm -rf "$work"' EXIT
# Each attempt must send the same bytes. cat reads standard input for "-" too.
cat -- "$1" >"$work/manifest" || exit_not_started "cannot read the manifest $1"
# part NAME FILE: adds a part to the form. Without parts, the manifest is the whole body.
form=''
part() {
	[ -n "$2" ] || return 0
	cat -- "$2" >"$work/$1" || exit_not_started "cannot read the file $2"
	[ -s "$work/$1" ] || exit_not_started "the file $2 is empty"
	form="$form -F $1=@$work/$1"
}
part request "${SELDON_RUNS_REQUEST:-}"
part expect "${SELDON_RUNS_EXPECT:-}"
part update "${SELDON_RUNS_UPDATE:-}"
case $form in *[!A-Za-z0-9\ @=._/-]*) exit_not_started "TMPDIR must not contain special characters" ;; esac
# Removes older reports, which could be mistaken for those of this run.
for report in ${junit:+"$junit"} ${text:+"$text"}; do
	true >"$report" || exit_not_started "$report cannot be written"
	[ ! -f "$report" ] || rm -f "$report"
done
mkfifo "$work/stream" && : >"$work/shown"

# The token goes through a pipe, since all users of the machine can see arguments.
authorization() {
	token=${SELDON_RUNS_TOKEN:-}
	[ -z "${SELDON_RUNS_TOKEN_FILE:-}" ] || token=$(cat "$SELDON_RUNS_TOKEN_FILE")
	[ -z "$token" ] || printf 'Authorization: Bearer %s\n' "$token"
}

# send FILE ARGUMENT...: sends one request and writes the response to FILE, its status to $code (000: incomplete response)
# and the value of Retry-After to $after. curl runs in the background because a shell handles signals only while it waits.
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

# ask FILE ARGUMENT...: as send, but retries until a response is final.
ask() {
	while :; do
		send "$@" --max-time 90
		case $code in
		000 | 408 | 429 | 502 | 503 | 504) pause ;;
		*) since='' && return ;;
		esac
	done
}

# Waits before another attempt, for Retry-After or with back-off.
pause() {
	now=$(date +%s)
	[ -n "$since" ] || { since=$now delay=1; }
	nap=${after:-$delay}
	answer="no complete response from $url"
	[ "$code" = 000 ] || answer="$url responded with $(explain)"
	[ $((now + nap - since)) -le "$patience" ] || exit_unknown "gave up after $((now - since)) s: $answer"
	say "trying again in $nap s: $answer"
	rest "$nap"
	delay=$((delay < 8 ? delay * 2 : 15))
}

rest() { sleep "$1" & child=$! && wait "$child"; }

# Prints a problem document (RFC 9457) as readable lines.
explain() {
	printf '%s\n' "$code"
	grep -oE '"(title|detail|pointer|parameter|line|column)" *: *("([^"\\]|\\.)*"|[0-9]+)' "$work/body" |
		sed 's/^"\([a-z]*\)" *: */  \1: /; s/: "\(.*\)"$/: \1/; s/\\\(["\\]\)/\1/g'
}

# Builds the query. A value with special characters is percent-encoded completely.
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
parameter stableFor "${SELDON_RUNS_STABLE_FOR:-}"
parameter fieldValidation "${SELDON_RUNS_FIELD_VALIDATION:-}"
parameter predictions "${SELDON_RUNS_PREDICTIONS:-}"
parameter predictPath "${SELDON_RUNS_PREDICT_PATH:-}"
parameter maxDowntime "${SELDON_RUNS_MAX_DOWNTIME:-}"
for label in ${SELDON_RUNS_LABELS:-}; do parameter label "$label"; done

# upload HOW ARGUMENT...: uploads the manifest. The key ensures that a repeated upload starts no second run.
upload() {
	how=$1
	shift
	upload_sent=true
	if [ -n "$form" ]; then
		# $form has no special characters but blanks.
		# shellcheck disable=SC2086
		"$how" "$work/body" -H "Idempotency-Key: $key" "$@" -F "file=@$work/manifest" $form "$url/runs?$query"
	else
		"$how" "$work/body" -X POST -H 'Content-Type: application/yaml' -H "Idempotency-Key: $key" "$@" \
			--data-binary "@$work/manifest" "$url/runs?$query"
	fi
	case $code in 200 | 202) ;; *) return ;; esac
	# Uses only the id, since a proxy may have rewritten the address.
	location=$(sed -n 's/^[Ll]ocation: *\([^[:cntrl:]]*\).*/\1/p' "$work/head" | tail -n 1)
	id=${location##*/}
	case $id in '' | *[!0-9a-f-]*) id='' ;; esac
}

# A text stream starts from the beginning when it is opened again: skips the lines that were shown before.
print_new_lines() {
	while IFS= read -r line; do
		grep -Fxqe "$line" "$work/before" || printf '%s\n' "$line" | tee -a "$work/shown"
	done
}

# Shows the progress. The service sends something every 15 s, so a silent connection is dead.
stream() {
	cp "$work/shown" "$work/before"
	print_new_lines <"$work/stream" &
	printer=$!
	send "$work/stream" -f -N --speed-limit 1 --speed-time 60 -H 'Accept: text/plain' "$url/runs/$id/events"
	wait "$printer"
	streamed=$code
}

# Cancels the run when the script is stopped. If the response to the upload is missing, the same upload is sent again to get
# the id. The timeouts are short, since CI systems kill a job soon after the signal.
stop() {
	trap '' HUP INT TERM
	say "received a signal; cancelling the run"
	kill "$child" ${printer:+"$printer"} 2>/dev/null
	[ -n "$id" ] || [ -z "$upload_sent" ] || upload send --max-time 4
	if [ -n "$id" ]; then
		send "$work/body" -X POST --max-time 4 "$url/runs/$id/cancel"
		case $code in
		200) say "run $id had already finished" ;;
		202) say "cancelled run $id; the service deletes its resource" ;;
		*) say "could not cancel run $id, which may still be running" ;;
		esac
	fi
	exit "$1"
}
trap 'stop 129' HUP
trap 'stop 130' INT
trap 'stop 143' TERM

upload ask
case $code in
2??)
	[ -n "$id" ] ||
		exit_unknown "the response of $url contains no run id; check that the address is that of seldon-runs"
	;;
4??) exit_not_started "the service rejected the request with $(explain)" ;;
*) exit_unknown "$url responded with $(explain)" ;;
esac
say "$url/runs/$id"

# The end of a stream does not prove the end of the run, so the run is read too.
streamed=200
while :; do
	[ -n "$quiet" ] || stream
	nap=${after:-1}
	ask "$work/body" -H 'Accept: text/plain' ${quiet:+-H 'Prefer: wait=60'} "$url/runs/$id"
	case $code in
	200) ;;
	404) lost=$id id='' && exit_unknown "run $lost no longer exists; the service restarted" ;;
	*) exit_unknown "$url responded with $(explain)" ;;
	esac
	status=$(sed -n 's/^Status: *//p' "$work/body" | head -n 1)
	cause=$(sed -n 's/^  Cause: *//p' "$work/body" | head -n 1)
	case $status in SUCCEEDED | FAILED | CANCELLED) break ;; esac
	rest "$((nap < 30 ? nap : 30))"
done
# Shows the rest after a broken stream.
[ "$streamed" = 200 ] || stream
[ -z "$quiet" ] || printf '%s%s\n' "$status" "${cause:+: $cause}"

[ -z "$text" ] || cat "$work/body" >"$text"
if [ -n "$junit" ]; then
	ask "$work/body" "$url/runs/$id/junit.xml"
	if [ "$code" = 200 ]; then cat "$work/body" >"$junit"; else say "cannot get the JUnit report: $(explain)"; fi
fi
case $status:$cause in
SUCCEEDED:*) exit 0 ;;
*:INTERRUPTED | *:CLUSTER_UNREACHABLE | *:WEBHOOK_UNAVAILABLE | *:INTERNAL_ERROR)
	id='' && exit_unknown "the result is unknown: $cause"
	;;
*) exit 1 ;;
esac
