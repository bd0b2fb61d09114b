"""Still more tools: orders, calendars, trains, lists, switches, code, polls; with arguments of every type.

Held out: whole phrasings of each row.
"""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

from typing import TYPE_CHECKING

from training.corpus import lexicon, names, tables, toolbox
from training.corpus.tool_rows import Known, between, of, one_of
from training.corpus.toolbox import Drawn, Slot, listed

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from training.corpus.conversation import Split


def _several(maker: Callable[[random.Random, Split], str]) -> Slot:
    """A slot for two to four different texts."""

    def draw(rng: random.Random, split: Split) -> Drawn:
        made = list(dict.fromkeys(maker(rng, split) for _ in range(rng.choice((2, 2, 3, 3, 4)))))
        return Drawn(made, listed(made), {"type": "array", "items": {"type": "string"}})

    return Slot((), ("{v}",), draw, "array")


def _numbers(rng: random.Random, split: Split) -> Drawn:
    made = [toolbox.number(rng, 1, 99, split) for _ in range(rng.choice((2, 3, 3, 4)))]
    return Drawn(
        made, listed([str(n) for n in made]), {"type": "array", "items": {"type": "number"}}
    )


def _on(rng: random.Random, split: Split) -> Drawn:
    value = rng.random() < 0.5
    return Drawn(value, "on" if value else "off")


def _url(rng: random.Random, split: Split) -> str:
    site = f"{names.invented(rng, split).lower()}.{rng.choice(('com', 'org', 'net', 'io'))}"
    page = f"/{toolbox.a_word(rng, split)}" if rng.random() < 0.5 else ""
    return f"{rng.choice(('https://', 'https://', 'http://', 'www.', ''))}{site}{page}"


def _phone(rng: random.Random, split: Split) -> str:
    return f"{rng.choice(('0', '+', '00'))}{toolbox.number(rng, 10, 999, split)}{rng.choice(('-', ' ', ''))}{rng.randint(1000, 99999)}"


def _command(rng: random.Random, split: Split) -> str:
    word = toolbox.a_word(rng, split)
    return rng.choice(
        (
            f"ls {word}",
            f"mkdir {word}",
            "pwd",
            "git status",
            f"echo {word}",
            f"du -h {word}",
            "whoami",
            "df -h",
            f"cd {word}",
            f"npm install {word}",
            f"pip show {word}",
            "uptime",
            f"make {word}",
        )
    )


def _code(rng: random.Random, split: Split) -> str:
    word, n, m = (
        toolbox.a_word(rng, split),
        toolbox.number(rng, 1, 99, split),
        toolbox.number(rng, 1, 99, split),
    )
    return rng.choice(
        (
            f"print({n})",
            f"{n} ** {m}",
            f"len('{word}')",
            f"sum(range({n}))",
            f"print('{word}')",
            f"max({n}, {m})",
            f"'{word}'.upper()",
            f"{n} % {m}",
            f"sorted([{n}, {m}])",
        )
    )


_ONE_ITEM = Slot((), ("{v}",), toolbox.string(lexicon.noun))
_URL = Slot((), ("{v}",), toolbox.string(_url))
_PHONE = Slot((), ("with the number {v}",), toolbox.string(_phone))
_ID = Slot((), ("{v}",), toolbox.integer(1, 99999), "integer")
_MONEY = Slot((), ("under {v}", "below {v}", "for less than {v}"), toolbox.decimal, "number")
_PERSON = of(toolbox.PERSON, "for {v}")
_PHRASE = Slot((), ("{v}",), toolbox.string(lexicon.phrase))
_UNITS = one_of(
    "km",
    "miles",
    "kg",
    "pounds",
    "feet",
    "metres",
    "inches",
    "cm",
    "litres",
    "gallons",
    "grams",
    "ounces",
)

ROWS: tuple[Known, ...] = (
    Known(("convert_units", "unit_converter", "convert", "units"), ("Converts units.", "Converts a value from one unit to another"),
          ((("value", "amount", "number"), Slot((), ("{v}",), toolbox.decimal, "number")), (("from", "from_unit", "source"), _UNITS), (("to", "to_unit", "target"), _UNITS)), (),
          ("[Convert|Change|Turn] {1} {2} [to|into] {3}", "[How much|What] is {1} {2} in {3}", "{1} {2} [in|to|as] {3}", "How many {3} are {1} {2}", "[It is|I have|The way is] {1} {2}, [what is that in|how many is it in|convert it to] {3}", "[Give|Tell|Show] me {1} {2} in {3}", "[Unit|Units|Conversion]: {1} {2} to {3}", "I [need|want] {1} {2} in {3}"),
          ("What would {1} {2} be if I count in {3}", "If I have {1} {2}, how many {3} would that be")),
    Known(("find_contact", "get_contact", "get_phone_number", "lookup_contact"), ("Finds a contact.", "Looks up a phone number or address"),
          ((("name", "person", "contact"), toolbox.PERSON),), (),
          ("[What is|What's|Find|Give me|Look up|Tell me|Show me] the [phone number|number|contact|address] of {1}", "[Find|Show me|Look up|Search] [the |][contact|number] {1}", "[Contact|Phone number|Number][:| of] {1}", "{1}[,|:] [number|phone number|contact details|what is the number]", "[How|Where] [can|do] I reach {1}", "[Do I have|Do we have|Is there] [the number of|a number for|a contact for] {1}", "[I need|I lost|I forgot] the number of {1}"),
          ("Which number has {1}", "Do you see {1} in my address book", "I'd like to get in touch with {1}, find the details"), "Find a contact"),
    Known(("list_events", "get_calendar", "show_calendar", "get_schedule", "agenda"), ("Shows the calendar.", "Lists the events of a day"),
          ((("date", "day", "when"), toolbox.DATE),), (),
          ("What [do I have|have I got|is in my calendar|is planned|are my meetings|are my appointments] [on|for] {1}", "[Show|Tell|Give|Read] me [my |the |][calendar|agenda|schedule|events|meetings|appointments] [for|of|on] {1}", "[Am I|Are we] [free|busy] on {1}", "[Calendar|Agenda|Schedule|Meetings|Appointments][:| on| for] {1}", "{1}[,|:] [what is planned|my agenda|my meetings|am I free]", "[Do I have|Have I|Is there] [time|anything|a meeting|something] on {1}", "[List|Check] [my |the |][events|meetings|calendar] [of|for|on] {1}", "How [busy|free] am I on {1}"),
          ("What will I be doing on {1}", "Who do I have to see on {1}", "Go over my plans for {1}"), "Show me my calendar"),
    Known(("cancel_event", "delete_event", "cancel_meeting", "remove_event"), ("Cancels an event.", "Removes an event from the calendar"),
          ((("title", "event", "name"), _PHRASE),), ((("date", "day"), toolbox.DATE),),
          ("[Cancel|Call off|Drop|Delete|Remove] [the meeting|the event|the appointment|my appointment|my meeting] {1}", "[Take|Remove|Delete|Strike] {1} [out of|from] [my|the] calendar", "[The meeting|The event] {1} [will not happen|is off|is cancelled|does not take place][, remove it|, delete it|]", "{1}[:|,] [cancel it|call it off|is off, remove the event]", "I [cannot|can't|will not] [come to|go to|attend] the meeting {1}[, cancel it|]", "[No|Away with the] meeting {1}", "[Cancel|Call off]: {1}"),
          ("There won't be a meeting {1}, please take it out", "Scrap the appointment {1}", "I don't want the event {1} in my calendar any more")),
    Known(("get_trains", "train_times", "find_train", "search_trains"), ("Finds trains.", "Train connections between two stations"),
          ((("from", "origin", "start"), toolbox.PLACE), (("to", "destination", "end"), toolbox.PLACE)), ((("time", "at"), toolbox.TIME), (("date", "day"), toolbox.DATE)),
          ("[Find|Show|Get|Search|Book|I need|I want] a train from {1} to {2}", "[When|At what time] does the [next |]train [leave|go] from {1} to {2}", "[Trains|Train|By train|Railway][:| from|] {1} to {2}", "{1} to {2} by [train|rail]", "[I|We] [go|travel|want to go|have to go] by train from {1} to {2}", "[Which|What] trains [run|go|are there] from {1} to {2}", "[Train times|Timetable|Train connection|Rail connection] {1} - {2}", "[A|One] train ticket from {1} to {2}"),
          ("Can I take the train from {1} to {2}", "Is there a train that goes from {1} to {2} today", "I'd like to see trains from {1} to {2}")),
    Known(("check_inventory", "check_stock", "in_stock", "inventory"), ("Checks the stock of an item.", "How many pieces are left in the warehouse"),
          ((("item", "product", "article"), _ONE_ITEM),), ((("warehouse", "store"), of(toolbox.PLACE, "in {v}", "at {v}")),),
          ("[How many|How many pieces of] {1} [are left|do we have|are in stock|are there in the warehouse]", "Is {1} [in stock|available|sold out]", "[Do we have|Have we|Are there] [any |some |enough |]{1} [left|in stock|in the warehouse|in the store]", "[Check|Look up|Tell me|Give me] the [stock|inventory|number] of {1}", "[Stock|Inventory][:| of| for] {1}", "{1}[,|:] [in stock|how many are left|stock|available]", "[A customer wants|Somebody asks for] {1}, do we have it"),
          ("Did we sell out of {1}", "How many {1} are on the shelves", "Can our warehouse still deliver {1}"), "Check the stock"),
    Known(("get_order", "order_details", "find_order", "lookup_order"), ("Shows an order.", "Get the details of an order by its number"),
          ((("order_id", "id", "number", "order"), _ID),), (),
          ("[Show|Find|Get|Open|Look up|Pull up|Give] [me the |the |]order [number |no. |#|]{1}", "[What is|What was|What's] in order [number |]{1}", "[Details|Data|Content|Information] [of|on|about] order {1}", "[Order|Order number|Order no.][:|] {1}", "Who [made|placed|paid] order {1}", "{1} is [my|the] order number, [show it|what did I buy|look it up]", "[I have a question about|Tell me about|I want to see|Let me see] order {1}"),
          ("What did they buy in order {1}", "My receipt says order {1}, what was that", "Read order {1} to me"), "Show me my order"),
    Known(("cancel_order", "stop_order", "revoke_order"), ("Cancels an order.",),
          ((("order_id", "id", "number", "order"), _ID),), ((("reason",), of(toolbox.TEXT, "because {v}", "with the reason {v}")),),
          ("[Cancel|Stop|Revoke|Call off] [the |my |]order [number |no. |#|]{1}", "I [don't want|do not need|no longer want] order {1}[, cancel it|]", "[Order|My order] {1} [was a mistake|is wrong|should be cancelled|has to be stopped]", "[Can you|Could you|Please] cancel order {1}", "[Take back|Undo] order {1}", "{1}[:|,] [cancel this order|cancel the order]", "[I want|I need|I'd like] order {1} [cancelled|stopped]"),
          ("Don't ship order {1}, I changed my mind", "I'm sorry, order {1} is not needed any more", "Forget about order {1}, I do not want it"), "Cancel my order"),
    Known(("search_products", "find_product", "product_search", "shop_search"), ("Searches the shop.", "Finds products in the catalogue"),
          ((("query", "q", "keyword", "name"), _PHRASE),), ((("max_price", "price_limit"), _MONEY),),
          ("[Search|Look in|Browse] the [shop|store|catalogue] for [a |]{1}", "[Do you|Does the shop] [sell|have|offer] [a |]{1}", "[Find|Show] me [a |some |]{1} [in the shop|to buy|in the catalogue]", "[Which|What] {1} [do you sell|can I buy|are in the shop]", "[Product|Products|Shop|Catalogue][:|,] {1}", "[I am looking for|I look for|I am searching for|I am after] a {1} [to buy|in the shop|in your store]", "{1}[,|:] [what do you have in the shop|in the shop|products]", "[I want to buy|I'd like to buy] a {1}, [what do you have|show me some]"),
          ("Could I find a {1} on your shelves", "What kinds of {1} does the store have", "Present all {1} you sell"), "Search the shop"),
    Known(("country_info", "get_country", "country_facts"), ("Tells facts about a country.", "Data of a country"),
          ((("country", "name"), one_of(*(country.name for country in tables.COUNTRIES))),), (),
          ("[Give|Show|Tell] me [facts|data|information|something] about the country {1}", "[How many people|How many inhabitants] live in {1}", "[How large|How big|How rich] is {1}", "[What is|What's] the population of {1}", "[Facts|Data|Country|Country facts][:| about|] {1}", "{1}[,|:] [facts|population|country data]", "What do we know about the country {1}"),
          ("Is {1} a large country", "Brief me on the state of {1}", "I'd like some facts about {1}")),
    Known(("get_sunset", "sun_times", "sunrise", "get_sunrise"), ("Tells when the sun rises and sets.",),
          ((("city", "place", "location"), toolbox.PLACE),), ((("date", "day"), toolbox.DATE),),
          ("[When|At what time] [does|will] the sun [rise|set|go down|come up] in {1}", "[Sunrise|Sunset|Sunrise and sunset][:| in] {1}", "[When is|What time is] [sunrise|sunset|dusk|dawn] in {1}", "[How long|Until when] is it light in {1}", "[Tell|Show] me the [sunset|sunrise] [time |]in {1}", "{1} [sunrise|sunset]", "[When|At what hour] does it get [dark|light] in {1}"),
          ("When is the sun gone in {1}", "I want to see the sun come up in {1}, when must I be there", "Until when do we have daylight in {1}")),
    Known(("air_quality", "get_air_quality", "pollution"), ("Tells how clean the air is.", "Air quality of a city"),
          ((("city", "place", "location"), toolbox.PLACE),), (),
          ("[How|How clean|How bad|How dirty] is the air in {1}", "[Air quality|Air|Smog|Pollution][:| in] {1}", "Is [there smog|there pollution|there bad air|the air clean|the air good] in {1}", "[Can I|Is it safe to] [breathe|run|jog] [outside |]in {1}, how is the air", "[Check|Tell me|Show me] the [air quality|air|pollution] in {1}", "{1} air [quality|pollution]"),
          ("Is the air bad in {1} today", "Would I need a mask against dust in {1}", "How much dirt is in the air of {1}")),
    Known(("get_traffic", "traffic", "traffic_report"), ("Reports the traffic.", "Traffic jams in a city"),
          ((("city", "place", "area"), toolbox.PLACE),), (),
          ("[How|How bad|How heavy] is the traffic in {1}", "[Traffic|Traffic jams|Traffic report|Jams][:| in] {1}", "Is there [a jam|a traffic jam|much traffic] in {1}", "[Check|Show me|Tell me] the traffic [in|around] {1}", "[Are the|Are] roads [full|free|blocked|busy] in {1}", "{1} traffic[ now| please|]", "[I drive|I have to drive] through {1}, [is there traffic|how is the traffic]"),
          ("Will cars move slowly in {1}", "Do I get stuck on the streets of {1}", "How do the roads of {1} look at this hour")),
    Known(("get_score", "match_result", "sports_score", "game_score"), ("Tells a team's last result.", "Score of a match"),
          ((("team", "club", "name"), of(toolbox.PERSON, "{v}")),), ((("date", "day"), toolbox.DATE),),
          ("[How did {1} play|Did {1} win|Has {1} won|Did {1} lose]", "[What was|What is|Tell me|Give me] the score of {1}", "[Score|Result|Last match|Match][:| of] {1}", "{1} [score|result|match|last game]", "[How many goals|How many points] did {1} [score|get|make]", "[Last|Latest] [match|game|result] of {1}", "[I missed|I did not see] the game of {1}[, what was the score|]"),
          ("Who came out on top when {1} played", "My club {1} was on the pitch, how did it end", "Is {1} celebrating a victory")),
    Known(("create_invoice", "make_invoice", "invoice", "bill_customer"), ("Writes an invoice.", "Creates an invoice for a customer"),
          ((("customer", "client", "to"), toolbox.PERSON), (("amount", "total", "sum"), Slot((), ("{v}",), toolbox.decimal, "number"))), ((("due", "due_date"), of(toolbox.DATE, "due {v}", "due on {v}")),),
          ("[Write|Make|Create|Send|Issue] [an invoice|a bill] [for|to] {1} over {2}", "[Bill|Charge|Invoice] {1} {2}", "[Invoice|Bill] [for|to] {1}[,|:] {2}", "{1} [owes|has to pay|must pay] [us |]{2}[, send an invoice|, write the bill|]", "[An invoice|A bill] of {2} for {1}", "[Write|Make] {1} [an invoice|a bill] [of|over|for] {2}"),
          ("Please let {1} pay {2} by invoice", "We worked for {1}, ask {2} for it", "Our work for {1} costs {2}, please bill")),
    Known(("run_python", "python", "execute_python", "run_code"), ("Runs Python.", "Runs code and returns what it prints"),
          ((("code", "source", "script"), Slot((), ("{v}",), toolbox.string(_code))),), (),
          ("[Run|Execute|Try|Start|Evaluate] [this code|this Python|the code|in Python|Python][:|] {1}", "[Python|Code|Script][:|] {1}", "[What does|What will] {1} [print|return|give] in Python", "[Can you|Could you|Please] run {1} in Python", "{1} in Python[, run it|, what comes out|]", "[Let|Make] Python [run|evaluate|do] {1}"),
          ("Could you try {1} in the interpreter", "Which output has the Python line {1}", "See what Python makes of {1}")),
    Known(("run_command", "shell", "bash", "terminal", "execute_command"), ("Runs a command in the shell.",),
          ((("command", "cmd", "line"), Slot((), ("{v}",), toolbox.string(_command))),), ((("timeout",), between(1, 600, "with a timeout of {v}", "for at most {v} seconds")),),
          ("[Run|Execute|Start|Type|Do] [the command|this command|in the shell|in the terminal][:|] {1}", "[Shell|Bash|Terminal|Command][:|] {1}", "$ {1}", "What does {1} print in the shell", "[Can you|Could you|Please] run {1}[ in the shell| in the terminal|]", "[In the|Open the] [shell|terminal][,|:] {1}"),
          ("Enter {1} at the prompt", "I'd like to run {1} in bash", "On the command line, {1}")),
    Known(("search_files", "grep", "find_in_files", "search_code"), ("Searches files for a text.", "Finds lines that contain a word"),
          ((("pattern", "text", "query"), toolbox.THING),), ((("path", "folder"), Slot((), ("in the folder {v}", "under {v}"), toolbox.string(toolbox.a_word))), (("ignore_case", "recursive"), toolbox.FLAG)),
          ("[Search|Look through|Scan] [the files|all files|the code|my files|the folder] for {1}", "[Which|What] files [contain|mention|have] {1}", "[Find|Show me] [all lines|every line|files|the lines] [with|containing] {1}", "grep {1}", "[Where|In which file] do we use {1}", "{1}[,|:] in which files"),
          ("Does any document hold the word {1}", "The word {1} is somewhere in my project, find it", "Where in the sources is {1}")),
    Known(("git_commit", "commit", "commit_changes"), ("Commits the changes.", "Makes a commit with a message"),
          ((("message", "msg", "title"), toolbox.TEXT),), ((("branch",), of(toolbox.THING, "on branch {v}", "on the branch {v}")), (("push",), toolbox.FLAG)),
          ("[Commit|Commit this|Commit the changes|Commit everything|Make a commit] with the message {1}", "[Commit|Git commit|New commit][:|] {1}", "git commit -m {1}", "[Save|Check in] [the changes|my work] [with the message|as commit] {1}", "[I am done|The work is finished][,|:] commit [it |]with the message {1}"),
          ("I'd like to commit my changes as {1}", "Please put it all in git with {1}", "A commit that reads {1}")),
    Known(("post_update", "post", "tweet", "publish_post"), ("Publishes a post.", "Posts a text to social media"),
          ((("text", "content", "status", "message"), toolbox.TEXT),), ((("image",), of(toolbox.FILE, "with the picture {v}", "with the image {v}")),),
          ("[Post|Tweet|Publish|Put online][:|] {1}", "[Post|Publish|Share|Put] {1} [on my page|online|on my wall|for my followers|on social media]", "[New|Make a|Write a|Create a] [post|tweet|status][:| saying| with the text] {1}", "[Tell my followers|Let my followers read]: {1}", "[My status|My post|My next post] [is|should be|should say] {1}", "[Update|Change|Set] my status[:| to] {1}"),
          ("The world should read on my profile: {1}", "On social media I'd say: {1}", "Everybody who follows me should see {1}")),
    Known(("reset_password", "password_reset", "new_password"), ("Resets a password.", "Sends a new password to an address"),
          ((("email", "address", "account"), toolbox.MAIL),), (),
          ("[Reset|Renew|Change] the password [of|for] {1}", "{1} [forgot the password|lost the password|needs a new password]", "[New password|Password reset|Password][:| for] {1}", "[Send|Give|Make] {1} a new password", "I [forgot|lost|don't know] my password[, my address is|, the account is|:] {1}", "[I can't|I cannot] log in with {1}, reset the password"),
          ("{1} is locked out and needs another password", "My account {1} does not open, I need another password", "Could {1} get another password"), "Reset my password"),
    Known(("invite_user", "invite", "add_member", "send_invitation"), ("Invites somebody by email.",),
          ((("email", "address", "to"), toolbox.MAIL),), ((("role",), Slot((), ("as {v}",), lambda rng, split: Drawn(v := rng.choice(("admin", "editor", "viewer")), v, {"type": "string", "enum": ["admin", "editor", "viewer"]}), "enum")), (("team", "group"), of(toolbox.THING, "to the team {v}", "to team {v}"))),
          ("[Invite|Please invite|Let us invite] {1}", "[Send|Write] {1} an invitation", "[Send|Write] an invitation to {1}", "[Add|Let in|Bring in] {1}", "{1} [should join|wants to join|may join|has to be invited]", "[Invitation|Invite][:| for] {1}", "[We have|There is] a new colleague, {1}, [send an invitation|invite them]"),
          ("Ask {1} to become one of us", "{1} would like to be part of this", "Could you let {1} know that we'd like a visit")),
    Known(("generate_image", "draw", "create_image", "make_picture"), ("Draws a picture.", "Generates an image from a description"),
          ((("prompt", "description", "text"), _PHRASE),), ((("style",), of(toolbox.CHOICE, "in the style {v}", "as {v}")), (("size",), between(64, 2048, "with size {v}"))),
          ("[Draw|Paint|Generate|Create|Make|Sketch] [me |][a picture|an image|a drawing] of a {1}", "[Draw|Paint|Sketch] [me |]a {1}", "[A picture|An image|A drawing|Picture|Image] of a {1}", "I [want|need|would like] [a picture|an image|a drawing] of a {1}", "How does a {1} look, draw [it|one]", "[Show me|Give me] a [drawing|picture] of a {1}"),
          ("I'm in need of some art with a {1}", "I need an illustration with a {1}", "I'd love to see a {1} as a painting")),
    Known(("open_url", "fetch_url", "browse", "get_page", "open_website"), ("Opens a web page.", "Fetches a URL"),
          ((("url", "link", "address", "page"), _URL),), (),
          ("[Open|Go to|Visit|Load|Fetch|Show me|Read|Browse|Get|Download] [the page |the site |the website |the link |]{1}", "[What is|What's|What stands] on [the page |the site |]{1}", "[Page|Site|Website|Link|URL|Open][:|] {1}", "{1}[,|:] [open it|what does it say|load it|show me]", "[Have a look at|Look at|Check|Check out] [the page |the site |]{1}", "[Can you|Could you|Please] [open|load|read|visit] {1}", "[I want|I need] to [see|read|visit] {1}"),
          ("Surf to {1}", "Bring the site {1} up in the browser", "Somebody sent the link {1}, what hides behind it")),
    Known(("log_workout", "add_workout", "track_exercise", "log_activity"), ("Notes a workout.", "Logs an activity with its minutes"),
          ((("activity", "sport", "type"), one_of("running", "swimming", "cycling", "yoga", "rowing", "walking", "boxing", "tennis", "hiking", "dancing")), (("minutes", "duration", "mins"), between(5, 240))), ((("distance",), Slot((), ("over {v} km", "{v} km"), toolbox.decimal, "number")),),
          ("[I did|I have done|Log|Note|Track|Add|Record] {2} minutes of {1}", "{2} minutes [of |]{1}[ today| done|]", "[Workout|Sport|Exercise|Training][:|] {1}[,| for] {2} minutes", "[I was|I went|Today I was|I have been] {1} for {2} minutes", "[Put|Write] {1}, {2} minutes, in my [training log|diary of sport|workouts]", "{1}[:|,] {2} minutes"),
          ("I've been busy with {1}, {2} minutes", "Please write down my sport: {1}, {2} minutes", "{1} kept me busy {2} minutes")),
    Known(("create_poll", "new_poll", "start_vote", "poll"), ("Starts a poll.", "Creates a poll with a question and options"),
          ((("question", "title", "topic"), toolbox.TEXT), (("options", "choices", "answers"), _several(toolbox.a_word))), ((("anonymous", "public"), toolbox.FLAG),),
          ("[Start|Create|Make] a [poll|vote] [about|on|with the question|called|asking] {1} with [the |][options|choices|answers] {2}", "[Poll|Vote|New poll][:|] {1}[,|:] [options|choices] {2}", "[Let them|Let us|Let the team] vote [on|about] {1} with [the options|the choices] {2}", "[Ask|Poll] the [group|team|class] {1}, [choices|options|answers] {2}"),
          ("Find out what people think of {1}, they may choose {2}", "A survey: {1}, one of {2}", "Have everybody decide on {1} among {2}")),
    Known(("share_file", "share_document", "give_access"), ("Shares a file with somebody.",),
          ((("file", "path", "document"), toolbox.FILE), (("with", "person", "user"), toolbox.PERSON)), ((("can_edit", "editable"), toolbox.FLAG),),
          ("Share [the file |]{1} with {2}", "[Give|Grant] {2} access to {1}", "{2} [needs|wants|should see|may read] {1}[, share it|]", "Let {2} [see|read|open] {1}", "[Share|Access][:|] {1}[,|] {2}", "[Show|Open] {1} to {2}"),
          ("{1} is also for the eyes of {2}", "Could you let {2} look at {1}", "{2} asked me for {1}, please share")),
    Known(("add_contact", "save_contact", "new_contact", "create_contact"), ("Saves a contact.", "Adds a contact with a phone number"),
          ((("name", "person"), toolbox.PERSON), (("phone", "number", "tel"), _PHONE)), ((("email",), of(toolbox.MAIL, "with the email {v}", "email {v}")),),
          ("[Add|Save|Store|Create|Note] [the contact|a contact|a new contact|in my contacts][:|] {1}[,|] {2}", "[New contact|Contact][:|] {1}[,|:|] {2}", "[The number of|The phone number of] {1} is {2}[, save it|, store it|]", "{1} has the number {2}[, save it|, add it to my contacts|]", "[Save|Store|Keep|Add] [the number |]{2} [for|as|under] {1}", "[Add|Put] {1} with {2} [to|in] my [contacts|phone book]"),
          ("In my phone book write {1}: {2}", "I met {1}, reachable at {2}, keep that", "{1} can be called at {2}, please keep that")),
    Known(("pick_random", "choose", "random_choice", "pick_one"), ("Picks one by chance.", "Chooses one of several options"),
          ((("options", "items", "choices", "names"), _several(names.person)),), (),
          ("[Pick|Choose|Draw|Select] [one|somebody|one by chance|a random one] [of|from|out of] {1}", "[Who|Which one][,|:] {1}", "[Let chance|Let luck] [decide|choose] [between|among] {1}", "[Random pick|Random choice|Lottery|Draw][:|] {1}", "[Choose|Decide|Pick] [between|among] {1}", "{1}[:|,] [pick one|choose one|who is it|one of them, please]", "[We cannot decide|Help us decide|Somebody has to go][:|,] {1}"),
          ("Which of them shall it be: {1}", "Take one of {1}", "A lucky winner from {1}")),
    Known(("average", "mean", "get_average", "calc_average"), ("Computes the average of numbers.",),
          ((("numbers", "values", "data"), Slot((), ("{v}",), _numbers, "array")),), (),
          ("[What is|What's|Give me|Compute|Calculate|Find|Tell me] the [average|mean] of {1}", "[Average|Mean][:| of] {1}", "{1}[:|,] [average|mean|what is the average]", "[On average|In the middle][,|:] what do {1} make", "[My marks|The scores|The values] are {1}[, what is the average|, give me the mean]"),
          ("Take the average over {1}", "What's in the middle of {1}", "I'd like the mean value of {1}")),
    Known(("set_wifi", "wifi", "toggle_wifi", "switch_wifi"), ("Switches the wifi.", "Turns wifi on or off"),
          ((("enabled", "on", "state", "active"), Slot((), ("{v}",), _on, "boolean")),), (),
          ("[Turn|Switch|Put] [the |]wifi {1}", "[Turn|Switch] {1} the [wifi|wireless network]", "[Wifi|Wireless|Network] {1}", "[I want|I need] the wifi {1}", "[The wifi|Wireless] [should be|must be|has to be] {1}", "[Can you|Could you|Please] [turn|switch] {1} the wifi", "[Set|Make] the wifi {1}", "{1} with the wifi"),
          ("I think the wifi can go {1}", "See to it that wifi is {1}", "My wifi had better be {1}")),
    Known(("set_notifications", "notifications", "do_not_disturb", "mute_notifications"), ("Turns notifications on or off.",),
          ((("enabled", "on", "active"), Slot((), ("{v}",), _on, "boolean")),), ((("minutes",), between(5, 300, "for {v} minutes")),),
          ("[Turn|Switch|Put] [the |my |]notifications {1}", "[Turn|Switch] {1} [the |my |][notifications|alerts]", "[Notifications|Alerts] {1}", "[I want|I'd like] notifications {1}", "[The notifications|All alerts] [should be|must be|have to be] {1}", "[I have to focus|I am back|It is late][,|:] notifications {1}"),
          ("As for notifications, have them {1}", "My phone's alerts go {1} now", "Let notifications be {1}")),
    Known(("create_group", "new_group", "make_team", "add_group"), ("Creates a group.", "Makes a group with members"),
          ((("name", "title", "group"), toolbox.THING), (("members", "people", "users"), _several(names.person))), ((("private", "public"), toolbox.FLAG),),
          ("[Create|Make|Start|Open|Set up] [a group|a team|the group|the team|a new group][ called| named|] {1} with {2}", "[Put|Bring] {2} [in|into] [a group|a team] [called|named] {1}", "[New group|Group|Team] {1}[:|,] {2}", "{2} [are|form|should be] the [group|team] {1}[, create it|, set it up|]", "[A group|A team] {1} [of|with] {2}"),
          ("I'd like {2} to be in a group named {1}", "Could you make {2} a team named {1}", "Let's have {2} in the group {1}")),
    Known(("start_vacuum", "vacuum", "clean_room", "robot_clean"), ("Starts the cleaning robot.", "Cleans a room"),
          ((("room", "where", "zone"), one_of("kitchen", "bedroom", "bathroom", "hall", "garage", "office", "attic", "living room")),), ((("mode", "power"), Slot((), ("in {v} mode", "{v}"), lambda rng, split: Drawn(v := rng.choice(("quiet", "normal", "strong")), v, {"type": "string", "enum": ["quiet", "normal", "strong"]}), "enum")),),
          ("[Vacuum|Clean|Sweep|Hoover|Dust] the {1}", "[Send the|Start the] [robot|vacuum|cleaner] [in|to] the {1}", "The {1} is [dirty|dusty|full of crumbs|a mess][, clean it|, vacuum it|, send the robot|]", "[I spilled something|There is dirt|There are crumbs] in the {1}", "[The {1}|{1}] [needs cleaning|has to be cleaned|must be vacuumed]", "[Robot|Vacuum][:|,] {1}"),
          ("There's dust in the {1}, please clean", "Could the robot go through the {1}", "The floor of the {1} should shine"), "[Vacuum|Clean] a room"),
    Known(("water_plants", "irrigate", "sprinkler", "water_garden"), ("Waters the plants.", "Runs the sprinkler for some minutes"),
          ((("minutes", "duration"), between(1, 60)),), ((("zone", "area"), Slot((), ("in the {v}",), one_of("garden", "greenhouse", "balcony", "front yard").draw)),),
          ("[Water|Sprinkle|Irrigate] the [plants|garden|flowers|lawn] for {1} minutes", "[Run|Start|Turn on] the [sprinkler|water|irrigation] for {1} minutes", "The [plants|flowers|tomatoes|roses] are [dry|thirsty], {1} minutes", "[Sprinkler|Water|Irrigation][:| for|] {1} minutes", "Give the [plants|flowers|trees] {1} minutes of water"),
          ("The flowers need water for {1} minutes", "Would you give the lawn {1} minutes", "I'd like to water my roses for {1} minutes"), "Water the plants"),
)  # fmt: skip
# Tools that are easily taken for each other, by first names.
ALIKE = (
    ("list_events", "cancel_event", "create_event"), ("get_order", "cancel_order", "track_package"), ("search_products", "check_inventory", "order_product"), ("get_trains", "search_flights"),
    ("get_sunset", "get_time", "get_weather"), ("air_quality", "get_weather", "get_traffic"), ("run_python", "run_command", "calculate"), ("find_contact", "call_contact", "add_contact", "get_user_profile"),
    ("search_files", "read_file", "web_search"), ("open_url", "web_search"), ("create_invoice", "transfer_money"), ("invite_user", "send_email", "reset_password"), ("share_file", "send_email", "read_file"),
    ("set_wifi", "set_notifications", "set_light"), ("start_vacuum", "set_light", "water_plants"), ("convert_units", "convert_currency"), ("average", "add", "calculate"), ("pick_random", "roll_dice"),
)  # fmt: skip
# Tools one of which might do what the other is asked for.
SERVING = (
    ("get_order", "track_package"), ("search_products", "check_inventory", "order_product"), ("find_contact", "call_contact", "get_user_profile"), ("run_python", "calculate", "average", "add"),
    ("open_url", "web_search"), ("post_update", "send_message"), ("take_note", "add_contact", "log_workout"), ("country_info", "web_search"), ("transfer_money", "create_invoice"),
    ("get_directions", "get_traffic"), ("get_trains", "search_flights"), ("git_commit", "write_file"), ("pick_random", "roll_dice"), ("read_file", "share_file"), ("list_events", "create_event"),
    ("get_weather", "get_sunset"), ("create_event", "cancel_event"), ("run_command", "list_files"),
)  # fmt: skip
