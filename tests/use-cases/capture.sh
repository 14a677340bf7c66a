#!/usr/bin/env bash
# An integrator sends a person to the pages of the capture flow, and gets a result (PictureID, use
# case 1). What the person's browser does on these pages is done here by curl as well.
#
#   capture.sh COUNTRY TYPE FRONT [BACK|-] [SELFIE]
#
# The arguments and the environment are those of upload.sh.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/ask.sh"

country=$1 type=$2 front=$3 back=${4:--} selfie=${5:-}

log_in
subscribe

step 'A: Create a dossier, one for each person'
ask 201 POST /assure/dossiers --header 'Content-Type: application/json'
dossier_id=$(field dossierId)
dossier=/assure/dossiers/$dossier_id

step 'G: Start a capture flow'
process_type=document
[[ -z $selfie ]] || process_type=documentSelfie
send 201 POST "$dossier/capture" "{
    \"providers\": [
        { \"provider\": \"signicatpictureid\", \"processType\": \"$process_type\" }
    ],
    \"redirectUrl\": \"https://bank.example/done\"
}"
url=$(field url)

step 'Redirect the person to the url. What follows is what the page there does in their browser'
[[ $url == */capture/#/artifact=* ]] || stop 'it is no url of a capture flow'
# The artifact stands behind `#`, so that no server and no log on the way gets to see it.
artifact=${url##*=}
integrator=$token token=
send 201 POST /assure/capture/session "{\"artifact\":\"$artifact\"}"
token=$(field token)

step 'The person chooses their document. The session lists those that can be chosen'
ask 200 GET /assure/capture/session
document=$(document_of "$country" "$type")
send 200 PUT /assure/capture/session/document "{\"documentId\":$document}"

step 'The person takes the photos'
photo() {
    ask 204 PUT "/assure/capture/session/images/$1" \
        --header "Content-Type: image/$(media "$2")" --data-binary "@$2"
}
photo front "$front"
[[ $back == - ]] || photo back "$back"
[[ -z $selfie ]] || photo selfie "$selfie"

step 'The person submits them, and is sent back to the redirectUrl'
ask 202 POST /assure/capture/session/submit
process_id=$(field processId)
process=$dossier/processes/$process_id

# From here on the integrator again: a person's token opens no result.
ask 401 GET "$process"
token=$integrator
wait_for_event "$process_id"

step 'F: Get the result'
ask 200 GET "$process"
status=$(field status)
[[ -z ${RESULT:-} ]] || cp "$folder/reply" "$RESULT"
[[ $(field processType) == "$process_type" ]] || stop 'it is of another type'
[[ -z ${EXPECTED_STATUS:-} || $status == "$EXPECTED_STATUS" ]] ||
    stop "$status is not $EXPECTED_STATUS"

step 'See all that is in the dossier'
ask 200 GET "$dossier"
[[ $(field dossierId) == "$dossier_id" && $reply == *"$process_id"* ]] || stop 'it is not there'

step 'Delete the dossier, and with it all that is known of the person'
ask 204 DELETE "$dossier"
ask 404 GET "$dossier"
printf '\ndone: %s\n' "$status"
