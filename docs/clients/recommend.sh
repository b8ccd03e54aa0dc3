#!/bin/sh
# What applies to a patient and what is undetermined, in one line of JSON:
#   sh recommend.sh PATIENT.json
# CONSILIUM is the address of the server, CONSILIUM_TOKEN the access token if it asks for one.
set -eu

server=${CONSILIUM:-http://localhost:8080}
token=${CONSILIUM_TOKEN:+Authorization: Bearer $CONSILIUM_TOKEN}

# A batch of one patient: the compact answer. Line ends inside the description are only layout.
tr -d '\r\n' < "$1" |
  curl --silent --show-error --fail-with-body --max-time 30 \
    --header 'Content-Type: application/x-ndjson' \
    ${token:+--header "$token"} \
    --data-binary @- "$server/api/recommendations/batch"
