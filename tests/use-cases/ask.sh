# Sourced by the use cases beside it: how they ask, and how they check the answers.
#
# Needs bash, curl and base64, and from the environment
#   VIDIMUS_URL            where the service is, such as http://localhost:8080
#   VIDIMUS_CLIENT_ID      what `vidimus client create` printed
#   VIDIMUS_CLIENT_SECRET
# and, where there is one, a receiver of events:
#   VIDIMUS_RECEIVER       its URL
#   VIDIMUS_EVENTS         a file to which it appends every event, one line each

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# Everything but the token's own request needs it; see `log_in`.
token=

# Says what comes next, and why.
step() {
    printf '\n── %s\n' "$*"
}

stop() {
    printf 'stopped: %s\n' "$*" >&2
    exit 1
}

# ask STATUS METHOD PATH [CURL OPTION…]
# Shows the answer, keeps it in $reply (and in $folder/reply, byte for byte), and stops unless it
# has this status.
ask() {
    local expected=$1 method=$2 path=$3 status
    shift 3
    # curl leaves the file of the answer before where there is nothing to write.
    rm -f "$folder/reply"
    # In a file, because other people of the machine see command lines.
    printf 'Authorization: Bearer %s\n' "$token" >"$folder/authorization"
    status=$(curl --silent --show-error --request "$method" "$VIDIMUS_URL$path" \
        --header "@$folder/authorization" \
        --header 'Accept: application/json' \
        --output "$folder/reply" --write-out '%{http_code}' \
        "$@")
    printf '%s %s: %s\n' "$method" "$path" "$status"
    reply=
    # Pictures and zip files are not for the terminal.
    case "$(head -c 1 "$folder/reply" 2>/dev/null | tr -d '\0')" in
    '{' | '[')
        reply=$(<"$folder/reply")
        printf '%s\n' "${reply:0:2000}"
        ;;
    esac
    [[ $status == "$expected" ]] || stop "$method $path was to answer $expected"
}

# send STATUS METHOD PATH JSON: the same with a body.
send() {
    # By way of a file, because pictures are too long for a command line.
    printf '%s' "$4" >"$folder/body"
    ask "$1" "$2" "$3" --header 'Content-Type: application/json' --data-binary "@$folder/body"
}

# The first text of this name in $reply. A program would parse the JSON; a shell need not.
field() {
    [[ $reply =~ \"$1\":\ *\"([^\"]*)\" ]] || stop "no $1 in $reply"
    printf '%s' "${BASH_REMATCH[1]}"
}

# A picture as the API carries it in JSON.
data_url() {
    printf 'data:image/%s;base64,%s' "$(media "$1")" "$(base64 <"$1" | tr -d '\n')"
}

media() {
    case "$1" in
    *.png) printf 'png' ;;
    *) printf 'jpeg' ;;
    esac
}

# Trades id and secret for an access token, which lasts ten minutes.
log_in() {
    step 'Get an access token'
    printf 'user = "%s:%s"\n' "$VIDIMUS_CLIENT_ID" "$VIDIMUS_CLIENT_SECRET" >"$folder/client"
    reply=$(curl --silent --show-error --fail --config "$folder/client" \
        --data 'grant_type=client_credentials&scope=signicat-api' \
        "$VIDIMUS_URL/auth/open/connect/token")
    token=$(field access_token)
    printf 'a token of %s characters\n' "${#token}"
}

# document_of COUNTRY TYPE: the `documentId` that *Get document types* gives a document.
document_of() {
    local item items
    items=$(grep -o '{[^}]*}' <<<"$reply")
    while read -r item; do
        if [[ $item == *"\"country\":\"$1\""* && $item == *"\"type\":\"$2\""* &&
            $item =~ \"id\":([0-9]+) ]]; then
            printf '%s' "${BASH_REMATCH[1]}"
            return
        fi
    done <<<"$items"
    stop "no $2 of $1 is verified"
}

# Tells the service where events go, before there is something to tell.
subscribe() {
    [[ -n ${VIDIMUS_RECEIVER:-} ]] || return 0
    step 'Subscribe to events: they tell when there is a result'
    send 201 POST /assure/webhooks "{\"url\":\"$VIDIMUS_RECEIVER\"}"
    webhook=$(field webhookId)
}

# wait_for_event PROCESS_ID: until it is told that the process has a result. Without a receiver
# there is only one way left, to ask again and again.
wait_for_event() {
    local patience=600
    if [[ -n ${VIDIMUS_RECEIVER:-} ]]; then
        step 'Wait for the event'
        until event=$(grep -s "\"processId\":\"$1\"" "$VIDIMUS_EVENTS"); do
            ((patience-- > 0)) || stop 'no event came'
            sleep 0.2
        done
        printf '%s\n' "$event"
        [[ $event == *'"eventName":"assure.process.completed"'* ]] || stop 'another event came'
        ask 204 DELETE "/assure/webhooks/$webhook"
        return
    fi
    step 'Ask until there is a result'
    until
        ask 200 GET "$process"
        [[ $(field status) != pending && $(field status) != processing ]]
    do
        ((patience-- > 0)) || stop 'no result came'
        sleep 1
    done
}
