#!/bin/sh
# articles.sh - `postdesk articles` on a folder, sound and unsound.

folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
mkdir -p "$folder/replies" "$folder/articles"
failed=0
POSTDESK_RULES=${srcdir:-.}/rules
export POSTDESK_RULES

# says WORDS COMMAND...: it ends well and says them, wherever blanks are.
says() {
	words=$1
	shift
	said=$(./postdesk articles "$@" 2>&1 | tr -s ' \n' '  ')
	case $said in
	*"$words"*) return ;;
	esac
	printf 'articles %s: want %s, got %s\n' "$*" "$words" "$said"
	failed=1
}

cat >"$folder/articles/password.md" <<'END'
---
title: How to reset your password
languages: [en]
words: [forgot, password]
---
Ask for a new one.
END
cat >"$folder/articles/password-de.md" <<'END'
---
title: Passwort vergessen
languages: [de]
link: https://example.org/passwort
---
END

says '2 articles: all is well' check "$folder"
says 'password: How to reset your password (en)' check "$folder"
says '"name":"password-de","title":"Passwort vergessen"' \
	check --json "$folder"
says 'Language: en article has needs title ' \
	match --rules "$folder" 'I cannot remember my password'
says 'offered password 1.00 1.00 How' \
	match --rules "$folder" 'I cannot remember my password'
says 'offered password-de 1.20' \
	match --rules "$folder" --lang de 'Passwort vergessen'
says '"article":"password","offered":false,"score":60' \
	match --rules "$folder" --json 'How is it reset?'
says 'No article has a word of it.' match --rules "$folder" 'The parcel'
says 'No article has a word of it.' match 'I forgot my password'
printf 'x\377y' >"$folder/bytes"
says 'Language: en' match --rules "$folder" "$(cat "$folder/bytes")"

sed -i 's/languages/language/' "$folder/articles/password.md"
says 'articles/password.md:3:1: found `language`' check "$folder"
says 'articles/password.md:3:1: found `language`' \
	match --rules "$folder" password
if ./postdesk articles check "$folder" >/dev/null 2>&1; then
	echo 'a mistake ends well'
	failed=1
fi
mkdir "$folder/articles/en"
says 'found a folder, expected articles/NAME.md' check "$folder"

exit "$failed"
