"""More sentences for the tools that people try first, and more tools: house, office, shop, code.

Held out: whole phrasings of each row.
"""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

from training.corpus import lexicon, names, toolbox
from training.corpus.tool_rows import Known, between, of, one_of
from training.corpus.toolbox import Slot

# By the first name of a row in known_tools.py: wishes that do not name the tool.
WAYS: dict[str, tuple[str, ...]] = {
    "get_weather": (
        "I [fly|travel|drive] to {1}[,| tomorrow,| soon,] [what will the weather be|is it cold there|what should I wear]",
        "[We are|I am] in {1}[,|:] [will it rain|is rain coming|do we need a coat]",
        "[I wonder|I want to know] [what the weather is like|if it rains] in {1}",
        "{1}: [sun or rain|weather|forecast]",
        "[Is there snow|Is the sun out|Does it rain] in {1}",
    ),
    "set_timer": (
        "[My eggs|The potatoes|The cake] [need|needs] {1} minutes",
        "I [want|would like] to be [told|called|warned] [in|after] {1} minutes",
        "[The oven|The tea|This] takes {1} minutes, [tell me then|count them|time it]",
        "{1} minutes[, go|, start now| from now]",
        "[Say something|Beep] when {1} minutes are [over|up]",
    ),
    "set_alarm": (
        "[Get me out of bed|I want to wake up|Let it ring|I must be up|Ring the bell] at {1}",
        "[My train goes|Work begins] early, [wake me|get me up] at {1}",
        "[Do not|Never] let me sleep [past|longer than] {1}",
    ),
    "send_email": (
        "[Let|Have] {1} know by [mail|email]: {2}",
        "[Please |]write to {1}[,|:] {2}",
        "[An email|A mail] for {1}: {2}",
        "[Drop|Send] {1} a line[,|:] {2}",
        "I [need|have] to tell {1} by email: {2}",
    ),
    "send_message": (
        "[Let|Have] {1} know: {2}",
        "[I want|I need] to tell {1}: {2}",
        "[A message|A text] for {1}: {2}",
        "[Pass on|Give] this to {1}: {2}",
        "{1} [must|has to] know this: {2}",
    ),
    "create_event": (
        "{1} is on {2}, [note it|put it down|do not forget it]",
        "[Keep|Reserve] {2} for {1}",
        "[Note|Enter] {1} [for|on] {2}",
        "On {2} [I have|we have|there is] {1}[, write it down|]",
    ),
    "play_music": (
        "[I feel like|I am in the mood for|How about] [some |]{1}",
        "[Turn on|Start] [|some |the song ]{1}",
        "[Music|A song], please: {1}",
        "[I would love to|I'd like to|May I] [hear|listen to] {1}",
    ),
    "set_light": (
        "[It is too dark|I cannot see] in the {1}[,|:] [turn|switch] the light {2}",
        "[Make|Have] the {1} light {2}",
        "{2} [with|goes] the {1} light",
        "[The lamp|The light] in the {1} [should be|has to be|must be] {2}",
        "[I am leaving|I enter] the {1}, [light|lamp] {2}[, please|]",
    ),
    "set_temperature": (
        "[It is too cold|I am cold|I am freezing|It is too warm][,|:] [make it|I want|set it to] {1} degrees",
        "I [want|need|like] {1} degrees in here",
        "[Let it be|Keep it at|Go to] {1} degrees",
        "{1} degrees[, please| would be nice| in the house]",
    ),
    "translate": (
        "[I want|Give me|Write] {1} in {2}",
        "{1} - [in|into] {2}[, please|]",
        "[How does|How would] {1} [sound|read] in {2}",
        "My friend speaks {2}, [tell me|how do I say] {1}",
        "[The {2} for|Find the {2} for] {1}",
    ),
    "convert_currency": (
        "[I have|She has] {1} {2}, how much [{3} is that|is it in {3}]",
        "[How many|How much] {3} do I get for {1} {2}",
        "{1} {2} are how many {3}",
        "[Turn|Swap] {1} {2} [into|for] {3}",
    ),
    "search_flights": (
        "[We|I] [travel|go|want to get] from {1} to {2}[ by plane|], [any flights|what flights are there]",
        "[A plane|Planes|Tickets] from {1} to {2}",
        "[Bring|Take] me from {1} to {2} by air",
        "[Are there|Which are the] flights from {1} to {2}",
    ),
    "web_search": (
        "[I want to read|Find me something|What is there online] about {1}",
        "[See|Check] what the [internet|web] [says|has] [about|on] {1}",
        "[Results|Pages|Links] for {1}",
        "[Research|Investigate] {1}",
    ),
    "calculate": (
        "[I need|Give me|Find] the [result|value] of {1}",
        "[Do|Solve] the sum {1}",
        "{1} [equals what|is what|makes]",
        "[Please |]work out {1}",
    ),
    "add": (
        "[I have|There are] {1} and {2}[,|:] [how many|what is the sum|what do they make]",
        "[Put together|Total of|Sum of] {1} and {2}",
        "{1} and {2} [together|in all]",
    ),
    "create_reminder": (
        "[I must not forget|I have to think of|Tell me about] {1} at {2}",
        "[Ping|Nudge|Warn] me at {2}: {1}",
        "At {2} [I have to|I must] remember {1}",
        "{2}: {1}[, remind me|]",
    ),
    "add_todo": (
        "[I have to|I still need to|I must] {1}[, note that|, write it down|]",
        "[Note|Write down] as a task: {1}",
        "[One more|Another] [task|thing to do]: {1}",
        "[Do not let me|I should not] forget: {1}",
    ),
    "get_stock_price": (
        "[Where|How high] does {1} stand[ today|]",
        "[Price|Value] of {1}[ today|]",
        "[I own|I want to buy] {1}[,|:] [what is it worth|how much is it]",
        "[Has|Did] {1} [risen|go up|fall][ today|]",
    ),
    "book_table": (
        "[I want to eat|We eat|Dinner] at {1}, [we are|there are] {2}[ of us|]",
        "{1}, {2} [people|seats|guests][, please|]",
        "[Call|Ask] {1} for a table for {2}",
    ),
    "get_time": (
        "[I call|I want to phone] {1}[,|:] [what time is it there|is it late there]",
        "[Clock|Local time] in {1}",
        "[Is it|Is it already] [morning|night|late] in {1}",
    ),
    "track_package": (
        "[My parcel|The box] {1} [is late|has not come|is not here][, where is it|]",
        "[Any news|What about|News] [of|on|about] {1}[|, my parcel]",
        "[Status|Whereabouts] of {1}",
        "{1}[:|,] [where is it|has it been sent|when does it come]",
    ),
    "read_file": (
        "[I want to|I need to|Let me] [see|read] {1}",
        "[What does|What stands in] {1}[ say|]",
        "[Print|Dump|Load] {1}",
        "[Have a look at|Look into] {1}",
    ),
    "roll_dice": (
        "[Let me have|I want] a [random number|roll] up to {1}",
        "[Throw|Toss] a {1} sided die",
        "[Luck decides|Choose by chance]: 1 to {1}",
    ),
    "define": (
        "[I do not know|I never heard] the word {1}",
        "[Explain the word|Meaning of the word|Look up] {1}",
        "{1}[:|,] what [is the meaning|does it mean]",
        "[Somebody said|I read] {1}, what is that",
    ),
    "call_taxi": (
        "I [have|need|want] to [go|be driven|get] to {1}[, call me a car|]",
        "[A car|A cab|A lift] to {1}",
        "[My bags are packed|I am late][,|:] [drive me|a taxi] to {1}",
    ),
    "call_contact": (
        "[I would like to|I'd like to|Can I] [talk|speak] [to|with] {1}",
        "[Give|Connect] me [to |]{1}",
        "[Is|Try] {1}[ at home|], [call|ring]",
        "[A call|Phone call] to {1}",
    ),
    "order_food": (
        "[Make|Let] it [be |]{2} {1}",
        "[For us|For lunch|For dinner] {2} {1}",
        "[I am hungry|My stomach is empty][,|:] {2} {1}",
        "[We would like|We want|Have them bring] {2} {1}",
    ),
}
_TOWN = toolbox.PLACE
_FIRM = Slot((), ("by {v}", "from {v}"), toolbox.string(lexicon.firm))
_NAME = Slot((), ("for {v}",), toolbox.string(lexicon.full_name))
_ITEM = Slot((), ("{v}",), toolbox.string(lexicon.noun))
STREET = Slot((), ("at {v}",), toolbox.string(lexicon.address))
_DISH = Slot(
    (),
    ("{v}",),
    toolbox.string(
        lambda rng, split: (
            names.pick(rng, names.FOODS, split)
            if rng.random() < 0.5
            else lexicon.phrase(rng, split)
        )
    ),
)
_COLOUR = Slot(
    (), ("in {v}",), toolbox.string(lambda rng, split: names.pick(rng, names.COLOURS, split))
)

ROWS: tuple[Known, ...] = (
    Known(("get_news", "news", "latest_news", "headlines"), ("Reads the news.", "News about a topic"),
          ((("topic", "about", "subject"), _ITEM),), ((("count", "limit"), between(1, 10, "{v} of them", "just {v}")),),
          ("[What is|What's] new [about|with] [the |]{1}", "[News|Headlines] [about|on] {1}", "[Tell me|Read me|Show me] the news [about|on] {1}", "[Is there|Any] news [about|of] {1}", "I want to [hear|read] the news about {1}"), ("What has happened with {1} lately",), "Tell me the news"),
    Known(("find_restaurant", "search_restaurants", "restaurants"), ("Finds restaurants.", "Looks for a place to eat"),
          ((("city", "place", "near", "location"), _TOWN),), ((("food", "cuisine", "kind"), one_of("italian", "thai", "indian", "greek", "vegan", "mexican", "chinese")),),
          ("[Find|Show me|Look for] [a restaurant|restaurants|a place to eat] in {1}", "Where [can I|can we|should I] eat in {1}", "[Good food|Dinner|Lunch] in {1}", "[I am|We are] hungry in {1}", "[Which|What] restaurants are there in {1}"), ("I am looking for a meal in {1}",), "Find a restaurant"),
    Known(("book_hotel", "reserve_hotel", "hotel_booking"), ("Books a hotel.", "Reserves a room in a hotel"),
          ((("city", "place", "town"), _TOWN), (("nights", "num_nights", "stay"), between(1, 21))), ((("guests", "people"), between(2, 6, "for {v} people")),),
          ("[Book|Reserve|Get me] [a hotel|a room|a hotel room] in {1} for {2} nights", "[I stay|We stay|I will be] in {1} for {2} nights[, book a room|]", "{2} nights in {1}", "I need a [bed|room|hotel] in {1} for {2} nights"), ("We want to sleep {2} nights in {1}",)),
    Known(("get_directions", "navigate", "route", "directions"), ("Finds the way.", "Directions to a place"),
          ((("to", "destination", "target"), STREET),), ((("mode", "by"), one_of("car", "bike", "bus", "train")),),
          ("[How do I|How can I] get to {1}", "[Take|Guide|Navigate|Bring|Lead] me to {1}", "[Directions|The way|Route] to {1}", "[Where is|Show me] {1}", "I [need|want|have] to go to {1}"), ("Which way leads to {1}",), "[Show me the way|Navigate]"),
    Known(("set_volume", "volume", "change_volume"), ("Sets the volume.", "Loudness in percent"),
          ((("level", "volume", "percent", "value"), between(0, 100)),), (),
          ("[Set|Turn|Put] the [volume|sound] to {1}[ percent|]", "[Volume|Sound] {1}", "It is too [loud|quiet], [set|put] it to {1}", "I want the [sound|volume] at {1}"), ("The loudness should be {1}",), "[Change|Set] the volume"),
    Known(("lock_door", "set_lock", "door"), ("Locks or opens a door.",),
          ((("door", "which", "name"), one_of("front door", "back door", "garage", "gate", "cellar door")), (("state", "action"), one_of("locked", "unlocked"))), (),
          ("[Make|Keep|Leave] the {1} {2}", "The {1} [should|must] be {2}", "[I want|Have] the {1} {2}", "{1} {2}[, please|]"), ("See to it that the {1} is {2}",)),
    Known(("add_to_shopping_list", "shopping_list_add", "add_item", "add_to_cart"), ("Puts something on the shopping list.", "Adds an item"),
          ((("item", "name", "product"), _ITEM),), ((("quantity", "count", "amount"), between(1, 24, "{v} of them", "{v} pieces")),),
          ("[Put|Add|Write] {1} [on|to] [the|my] [shopping list|list|cart]", "[We need|I need|Buy|Get] [a |]{1}", "[We are out of|There is no more|No more] {1}", "{1} for the [list|cart]", "[Next time|Tomorrow] I have to buy [a |]{1}"), ("Do not let me forget to buy {1}",), "Add something to my shopping list"),
    Known(("transfer_money", "bank_transfer", "pay", "send_money"), ("Sends money.", "Transfers an amount to somebody"),
          ((("amount", "sum", "value"), between(1, 900)), (("to", "recipient", "payee"), toolbox.PERSON)), ((("currency",), one_of("EUR", "USD", "GBP")), (("note", "reference"), of(toolbox.TEXT, "with the note {v}"))),
          ("[Send|Pay|Transfer|Give] {1} [euros |]to {2}", "[Pay|Send|Give] {2} {1}[ euros|]", "I owe {2} {1}[ euros|][, pay it|]", "{1} [euros |]for {2}", "{2} gets {1}[ euros|] from me"), ("Let {2} have {1} euros from my account",)),
    Known(("take_note", "create_note", "save_note", "note"), ("Writes a note.", "Saves a note with a text"),
          ((("text", "content", "note", "body"), toolbox.TEXT),), ((("title", "name"), of(toolbox.THING, "with the title {v}", "called {v}")),),
          ("[Note|Write down|Take a note|Save this|Keep this]: {1}", "[Make|Create|Take] a note[ that says|:] {1}", "[Remember|Store] the text {1}", "[I have an idea|For later]: {1}"), ("Put this on paper for me: {1}",), "Take a note"),
    Known(("run_sql", "query_database", "execute_query", "sql"), ("Runs a query.", "Runs SQL against the database"),
          ((("query", "sql", "statement"), Slot((), ("{v}",), lambda rng, split: toolbox.Drawn(v := f"SELECT {rng.choice(('*', 'name', 'id', 'count(*)', 'max(id)'))} FROM {rng.choice(('users', 'orders', 'items', 'books', names.invented(rng, split).lower()))}", v))),), ((("limit", "max_rows"), between(1, 100, "with at most {v} rows")),),
          ("[Run|Execute] [the query |this: |]{1}", "{1}", "[What does|What comes from] {1}[ return|]", "[Ask|Query] the database: {1}"), ("I want the database to do {1}",)),
    Known(("get_user_profile", "find_user", "lookup_customer", "get_customer"), ("Finds a user.", "Looks up a customer by name"),
          ((("name", "full_name", "user", "customer"), _NAME),), ((("fields",), of(toolbox.LIST, "with fields {v}")),),
          ("[Find|Look up|Show me|Get] [the |][user|customer|profile of|account of] {1}", "[Who is|What do we know about] {1}", "Is {1} [a customer|in the database]", "[Profile|Data|Details] of {1}"), ("I need all we have on {1}",), "[Look up|Find] a customer"),
    Known(("create_issue", "open_ticket", "report_bug", "new_issue"), ("Opens an issue.", "Creates a ticket for a problem"),
          ((("title", "summary", "subject"), toolbox.TEXT),), ((("priority", "severity"), toolbox.CHOICE), (("assignee", "owner"), of(toolbox.PERSON, "for {v}", "assigned to {v}"))),
          ("[Open|Create|File|Make] [an issue|a ticket|a bug report][:| called| saying] {1}", "[Report|There is a bug|A new bug]: {1}", "[I found a problem|Something is wrong]: {1}"), ("Tell the developers about this: {1}",), "[Open|Create] a ticket"),
    Known(("get_recipe", "find_recipe", "recipe"), ("Finds a recipe.", "Recipe for a dish"),
          ((("dish", "meal", "name"), _DISH),), ((("people", "servings"), between(2, 12, "for {v} people", "for {v}")),),
          ("[How do I|How can I] [cook|make] {1}", "[A recipe|The recipe|Recipe] for {1}", "[Find|Show me|Give me] a recipe for {1}", "I want to [cook|make|eat] {1}", "[What do I need|What goes] [for|into] {1}"), ("Tonight there will be {1}, tell me how",), "Find a recipe"),
    Known(("play_video", "watch", "start_movie", "play_film"), ("Plays a film.", "Starts a video"),
          ((("title", "name", "film"), _ITEM),), ((("device", "screen"), one_of("tv", "phone", "tablet", "laptop")),),
          ("[Play|Start|Show|Put on] the [film|movie|video] {1}", "I [want|would like] to [watch|see] {1}", "[Let us|Let's] watch {1}", "{1}, the [film|movie][, please|]"), ("Movie night: {1}",), "[Play|Start] a film"),
    Known(("get_exchange_rate", "exchange_rate", "fx_rate"), ("Tells an exchange rate.",),
          ((("base", "from"), one_of("USD", "EUR", "GBP", "JPY", "CHF")), (("target", "to"), one_of("SEK", "INR", "PLN", "NOK", "CZK"))), (),
          ("[What is|Tell me] the [exchange rate|rate] [from|of] {1} to {2}", "How does {1} stand against {2}", "[Rate|Exchange rate] {1} {2}", "{1} to {2} rate"), ("What is one {1} worth in {2}",)),
    Known(("get_distance", "distance", "how_far"), ("Tells the distance between two places.",),
          ((("from", "start", "a"), _TOWN), (("to", "end", "b"), _TOWN)), ((("unit",), one_of("km", "miles")),),
          ("How far is it from {1} to {2}", "[What is|Tell me] the distance [between {1} and {2}|from {1} to {2}]", "[Distance|Kilometres] {1} {2}", "How [far|long a way] is {2} from {1}"), ("How many kilometres lie between {1} and {2}",)),
    Known(("delete_file", "remove_file", "rm"), ("Deletes a file.",),
          ((("path", "file", "name"), toolbox.FILE),), (),
          ("[Delete|Remove|Erase|Throw away|Get rid of] [the file |]{1}", "I [do not need|no longer need] {1}[, delete it|]", "rm {1}", "{1} [can go|must go|should be deleted]"), ("We have no use for {1} any more",), "Delete a file"),
    Known(("write_file", "save_file", "create_file"), ("Writes a file.", "Saves text in a file"),
          ((("path", "file", "filename"), toolbox.FILE), (("content", "text", "data"), toolbox.TEXT)), (),
          ("[Write|Save|Put|Store] {2} [to|into|in] {1}", "[Create|Make] [a file|the file] {1} with [the text |]{2}", "[Into|In] {1} [write|put]: {2}"), ("The file {1} should hold {2}",)),
    Known(("paint_room", "set_color", "set_lamp_colour", "change_colour"), ("Changes a colour.",),
          ((("color", "colour", "new_colour"), _COLOUR),), ((("room", "where"), of(one_of("kitchen", "bedroom", "hall", "office"), "in the {v}")),),
          ("[Make|Turn|Set|Paint] it {1}", "[Change|Set] the colour to {1}", "I [want|like|would like] {1}[ better|]", "[The colour|It] should be {1}"), ("Let it shine in {1}",), "Change the colour"),
    Known(("order_product", "buy", "purchase", "place_order"), ("Orders a product.", "Buys something in the shop"),
          ((("product", "item", "name"), _ITEM), (("quantity", "count", "amount"), between(1, 40))), ((("brand", "seller"), _FIRM),),
          ("[Order|Buy|Get|Purchase] {2} [pieces of |of |]{1}", "[I want|I need|I would like] {2} [pieces of |]{1}", "{2} [times|x|pieces of] {1}", "[Send|Ship] me {2} {1}"), ("Our shop lacks {2} pieces of {1}, order them",)),
)  # fmt: skip
