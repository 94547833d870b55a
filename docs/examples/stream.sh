#!/bin/sh
# Streams events from the last one seen: RELAY_URL=… RELAY_KEY=… sh stream.sh
# Each line of standard output is one event; the position is kept in the file "position".
since=$(cat position 2>/dev/null || echo now)
curl -sN -H "Authorization: Bearer $RELAY_KEY" -H 'Accept: text/event-stream' \
  "$RELAY_URL/relay/events?since=$since" |
while IFS= read -r line; do
  case $line in
    'id: '*) id=${line#id: } ;;
    'data: '*) [ -n "$id" ] && printf '%s\n' "${line#data: }" && echo "$id" > position; id= ;;
  esac
done
