#!/usr/bin/env bash
# An integrator who already has the pictures uploads them and gets a result (PictureID, use case 2).
#
#   upload.sh COUNTRY TYPE FRONT [BACK|-] [SELFIE]
#
# COUNTRY and TYPE say which document it is, such as NLD passport; BACK is `-` where it has none that
# is needed. What must be in the environment, ask.sh says. With EXPECTED_STATUS the result must have
# this status; with RESULT it is kept in this file.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/ask.sh"

country=$1 type=$2 front=$3 back=${4:--} selfie=${5:-}

log_in
subscribe

step 'A: Create a dossier, one for each person'
send 201 POST /assure/dossiers '{"externalReference":"customer 7"}'
dossier=/assure/dossiers/$(field dossierId)

step 'B: Find the document among those that can be verified'
ask 200 GET /assure/signicatpictureid/document-types
document=$(document_of "$country" "$type")
printf 'documentId %s is the %s of %s\n' "$document" "$type" "$country"

step 'C: Create a process'
process_type=document
[[ -z $selfie ]] || process_type=documentSelfie
send 201 POST "$dossier/processes" "{
    \"provider\": \"signicatpictureid\",
    \"processType\": \"$process_type\",
    \"documentId\": $document
}"
process_id=$(field processId)
process=$dossier/processes/$process_id

step 'D2: Upload the images'
images="\"front\":\"$(data_url "$front")\""
[[ $back == - ]] || images+=",\"back\":\"$(data_url "$back")\""
[[ -z $selfie ]] || images+=",\"selfie\":\"$(data_url "$selfie")\""
send 201 POST "$process/images" "{$images}"

step 'Optional: look at what was uploaded. What the camera wrote beside the picture was not kept'
ask 200 GET "$process/images?depiction=front"
cmp -n 3 "$front" "$folder/reply" # the same kind of file
ask 400 GET "$process/images?depiction=portrait"

step 'Optional: the process is still pending'
ask 200 GET "$process"
[[ $(field provider) == signicatpictureid && $(field status) == pending ]] || stop 'it is not'

step 'E: Start the verification. From now on nothing in the process can be changed'
send 200 POST "$process" ''
[[ $(field status) == processing ]] || stop 'it did not start'

wait_for_event "$process_id"

step 'F: Get the result'
ask 200 GET "$process"
status=$(field status)
[[ -z ${RESULT:-} ]] || cp "$folder/reply" "$RESULT"
[[ $status == accepted || $status == rejected || $status == inconclusive ]] ||
    stop "$status is no verdict"
[[ -z ${EXPECTED_STATUS:-} || $status == "$EXPECTED_STATUS" ]] ||
    stop "$status is not $EXPECTED_STATUS"
# What may be relied on is there with this status alone.
if [[ $status == accepted ]]; then
    [[ $reply == *'"finalResult":'* ]] || stop 'it has no finalResult'
else
    [[ $reply != *'"finalResult":'* ]] || stop 'it has a finalResult'
    [[ $reply == *'"statusReasons":'* ]] || stop 'it gives no reason'
fi

step 'Keep the whole result: pictures, result and the record behind it, in a zip file'
ask 200 GET "$process/download"
[[ $(head -c 2 "$folder/reply") == PK ]] || stop 'it is no zip file'

step 'Delete the dossier, and with it all that is known of the person'
ask 204 DELETE "$dossier"
ask 404 GET "$process"
printf '\ndone: %s\n' "$status"
