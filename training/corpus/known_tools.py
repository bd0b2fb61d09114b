"""Tools that people try first, with the sentences they use: weather, timers, mail, music and so on.

Names and parameter names vary, so that they have to be read. Held out: whole phrasings.
"""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from training.corpus import (
    composing,
    lexicon,
    more_tools,
    names,
    new_tools,
    toolbox,
    ways_home,
    ways_office,
    ways_world,
)
from training.corpus.composing import Parameter, Tool
from training.corpus.grammar import is_held_out
from training.corpus.tool_rows import Known, between, of, one_of
from training.corpus.toolbox import Slot

if TYPE_CHECKING:
    import random

    from training.corpus.conversation import JsonObject, Split


_UNIT = Slot(("unit",), ("in {v}",), lambda rng, split: toolbox.Drawn(
    v := rng.choice(("celsius", "fahrenheit")), v, {"type": "string", "enum": ["celsius", "fahrenheit"]}), "enum")  # fmt: skip


_LANGUAGE = one_of(
    "German",
    "French",
    "Spanish",
    "Italian",
    "Polish",
    "Dutch",
    "Swedish",
    "Turkish",
    "Greek",
    "Danish",
    "Czech",
    "Finnish",
    "Hungarian",
    "Japanese",
    "Korean",
    "Chinese",
    "Arabic",
    "Hindi",
    "Russian",
    "Norwegian",
    "Portuguese",
    "Latin",
    "Welsh",
    "Irish",
)
_MONEY = one_of(
    "USD",
    "EUR",
    "GBP",
    "JPY",
    "CHF",
    "SEK",
    "INR",
    "PLN",
    "NOK",
    "DKK",
    "CZK",
    "CAD",
    "AUD",
    "MXN",
    "BRL",
    "CNY",
    "KRW",
    "TRY",
    "ZAR",
    "HUF",
)
_TICKERS = (
    "AAPL",
    "MSFT",
    "GOOG",
    "TSLA",
    "AMZN",
    "NVDA",
    "META",
    "IBM",
    "SAP",
    "INTC",
    "AMD",
    "NKE",
    "ORCL",
    "CSCO",
    "BABA",
    "NFLX",
    "PYPL",
    "SHEL",
    "UBER",
    "SONY",
)


def _ticker(rng: random.Random, split: Split) -> str:
    if rng.random() < 0.4:
        return rng.choice(_TICKERS)
    return "".join(
        rng.choice("ABCDEFGHIJKLMNOPRSTUVWXYZ") for _ in range(rng.choice((2, 3, 3, 4, 4, 5)))
    )


_TICKER = Slot((), ("{v}",), toolbox.string(_ticker))
_DISH = Slot(
    (),
    ("{v}",),
    toolbox.string(
        lambda rng, split: (
            names.pick(rng, names.FOODS, split) if rng.random() < 0.5 else lexicon.noun(rng, split)
        )
    ),
)
_WRITTEN = Slot(("text",), ("{v}",), toolbox.string(toolbox.text))
_SUM = Slot(("expression",), ("{v}",), lambda rng, split: toolbox.Drawn(
    v := f"{toolbox.number(rng, 1, 99, split)} {rng.choice('+-*/')} {toolbox.number(rng, 1, 99, split)}", v))  # fmt: skip

_ROWS: tuple[Known, ...] = (
    Known(("get_weather", "get_current_weather", "weather", "fetch_weather", "getWeather", "current_weather"),
          ("Tells the weather.", "Get the current weather in a given location", "Gets the weather of a city.", "Current weather", "Get current temperature for a given location."),
          ((("city", "location", "place", "town"), toolbox.PLACE),),
          ((("unit", "units"), _UNIT), (("days",), between(2, 9, "for {v} days", "for the next {v} days"))),
          ("[What is|What's|How is|How's] the weather [|like |today |now ]in {1}", "[Is it|Will it be] [cold|warm|raining|sunny|hot] in {1}[| today| now]", "[Tell me|Show me|Give me|Get|Check] the weather [in|for|of] {1}", "weather [in |for |]{1}", "[Do I need|Should I take] an umbrella in {1}", "[What is|What's] the temperature in {1}", "[How warm|How cold|How hot] is it in {1}", "{1} weather"),
          ("I am going to {1}, how is the weather there", "What is it like outside in {1}", "Could you look up the weather for {1}"),
          "[What is|How is] the weather"),
    Known(("set_timer", "start_timer", "timer", "create_timer"), ("Starts a timer.", "Sets a timer.", "Timer in minutes"),
          ((("minutes", "duration", "length_minutes", "mins"), between(1, 90)),), ((("label", "name"), of(toolbox.THING, "called {v}", "named {v}")),),
          ("[Set|Start|Make] a timer [for|of|to] {1} minutes", "[Set|Start] a {1} minute timer", "[Wake me|Call me|Tell me|Ring] in {1} minutes", "timer {1} minutes", "Count down {1} minutes"),
          ("I need a timer that runs {1} minutes", "Please let me know when {1} minutes have passed"), "[Set|Start] a timer"),
    Known(("set_alarm", "create_alarm", "alarm"), ("Sets an alarm.", "Alarm at a time"),
          ((("time", "at", "hour"), toolbox.TIME),), ((("day", "date"), toolbox.DATE),),
          ("[Set|Make] an alarm [for|at] {1}", "[Wake me|Wake me up|Get me up] at {1}", "alarm at {1}", "I [have to|must|need to] get up at {1}"),
          ("Please make sure I am awake at {1}",), "[Set|Make] an alarm"),
    Known(("send_email", "send_mail", "email", "mail_send"), ("Sends an email.", "Send an email to a given recipient with a message."),
          ((("to", "recipient", "address"), toolbox.MAIL), (("body", "text", "message", "content"), toolbox.TEXT)), ((("subject", "title"), of(toolbox.TEXT, "with the subject {v}", "subject: {v}", "subject {v}", "and the subject {v}")),),
          ("[Send|Write] [an email|a mail|an e-mail] to {1} saying {2}", "[Mail|Email] {1}: {2}", "[Send|Write] {1} an email with the text {2}", "[Tell|Let] {1} by mail: {2}"),
          ("I want {1} to get an email that says {2}",)),
    Known(("send_message", "message", "text_contact", "send_sms", "sendMessage"), ("Sends a message.", "Send a text message to a contact"),
          ((("to", "name", "contact", "person"), toolbox.PERSON), (("text", "message", "body"), toolbox.TEXT)), (),
          ("[Send|Write] [a message|a text|an SMS] to {1} saying {2}", "[Text|Message|Tell|Write] {1}: {2}", "[Send|Write] {1} a message: {2}"),
          ("{1} should get this message: {2}",)),
    Known(("create_event", "add_event", "schedule_meeting", "calendar_add"), ("Adds an event to the calendar.", "Creates a calendar event."),
          ((("title", "name", "event"), of(toolbox.THING, "{v}")), (("date", "day", "when"), toolbox.DATE)), ((("time", "start"), toolbox.TIME), (("guests", "attendees", "people"), toolbox.LIST)),
          ("[Add|Put|Create] [an event|a meeting] [called|named] {1} on {2}", "[Put|Add] {1} in my calendar on {2}", "[Schedule|Plan] {1} for {2}"),
          ("My calendar needs an entry {1} on {2}",)),
    Known(("play_music", "play_song", "play", "music_play"), ("Plays a song.", "Plays music."),
          ((("song", "title", "query", "track"), of(toolbox.THING, "{v}")),), ((("artist", "by"), of(toolbox.PERSON, "by {v}")),),
          ("Play [|the song |some ]{1}", "[I want to hear|Put on|Let me hear] {1}", "Can you play {1}"), ("Let us listen to {1}",), "Play a song"),
    Known(("set_light", "light", "switch_light", "set_lamp", "lights"), ("Switches a light.", "Turns the light in a room on or off."),
          ((("room", "place", "where"), one_of("kitchen", "bedroom", "bathroom", "hall", "garage", "office", "garden", "cellar", "attic", "living room", "nursery", "porch", "basement", "studio", "corridor", "pantry", "lobby", "library", "workshop", "dining room")), (("state", "power", "mode"), one_of("on", "off"))), ((("brightness", "level"), between(1, 100, "at {v} percent", "with brightness {v}")),),
          ("[Turn|Switch] {2} the {1} light", "[Turn|Switch] the [light|lamp|lights] in the {1} {2}", "{1} light {2}", "[Light|Lights] {2} in the {1}"), ("I want the {1} light to be {2}",)),
    Known(("set_temperature", "thermostat", "set_thermostat", "heat"), ("Sets the temperature of a room.", "Sets the thermostat."),
          ((("degrees", "temperature", "value", "target"), between(10, 30)),), ((("room", "zone"), Slot((), ("in the {v}",), one_of("kitchen", "bedroom", "bathroom", "hall", "office").draw)),),
          ("[Set|Put|Turn] the [heating|temperature|thermostat] to {1}[| degrees]", "[Make it|Heat to] {1} degrees", "temperature {1}"), ("I would like it to be {1} degrees",), "[Change|Set] the temperature"),
    Known(("translate", "translate_text", "translator"), ("Translates a text.", "Translate text to another language"),
          ((("text", "phrase", "input"), toolbox.TEXT), (("language", "to", "target", "target_language"), _LANGUAGE)), (),
          ("Translate {1} [to|into] {2}", "[How do you say|Say] {1} in {2}", "[What is|What's] {1} in {2}"), ("I need {1} in {2}",)),
    Known(("convert_currency", "exchange", "currency"), ("Converts money.", "Converts an amount between currencies."),
          ((("amount", "value"), between(1, 999)), (("from", "source", "from_currency"), _MONEY), (("to", "target", "to_currency"), _MONEY)), (),
          ("[Convert|Change|Exchange] {1} {2} [to|into] {3}", "[How much is|What is] {1} {2} in {3}", "{1} {2} [in|to] {3}"), ("What do I get in {3} for {1} {2}",)),
    Known(("search_flights", "find_flight", "book_flight", "flights"), ("Finds flights.", "Searches for flights between two cities."),
          ((("from", "origin", "start"), toolbox.PLACE), (("to", "destination", "end"), toolbox.PLACE)), ((("date", "day", "when"), toolbox.DATE), (("people", "passengers", "seats"), between(2, 9, "for {v} people", "for {v}"))),
          ("[Find|Search|Book|Get me|Show me] [a flight|flights] from {1} to {2}", "I [want|need|would like] to fly from {1} to {2}", "[Flight|Flights] {1} to {2}", "fly me from {1} to {2}"), ("How can I get by plane from {1} to {2}",)),
    Known(("web_search", "search", "search_web", "google", "search_knowledge_base"), ("Searches the web.", "Search the internet", "Query a knowledge base."),
          ((("query", "q", "text", "term"), toolbox.TEXT),), ((("limit", "num_results", "count"), between(1, 20, "with {v} results", "{v} results")),),
          ("[Search|Search the web|Look|Google|Search online] for {1}", "[Look up|Google] {1}", "[Find|Search] {1} [online|on the web|on the internet]"), ("What does the web say about {1}",), "[Search the web|Look it up]"),
    Known(("calculate", "calculator", "compute", "eval_math", "math"), ("Calculates.", "Evaluates an expression.", "A calculator"),
          ((("expression", "input", "formula", "expr"), _SUM),), (),
          ("[What is|What's|Calculate|Compute|How much is|Work out] {1}", "{1}", "{1} ="), ("Tell me the result of {1}", "Use the calculator for {1}")),
    Known(("add", "add_numbers", "sum", "plus"), ("Adds two numbers.", "Sum of two numbers"),
          ((("a", "x", "first", "left"), between(1, 999)), (("b", "y", "second", "right"), between(1, 999))), (),
          ("[What is|Add|Calculate|How much is] {1} [+|plus|and] {2}", "{1} + {2}", "[Add|Sum] {1} and {2}"), ("What do {1} and {2} make together",)),
    Known(("create_reminder", "remind_me", "add_reminder", "reminder"), ("Sets a reminder.", "Reminds the user of something."),
          ((("text", "what", "task", "message"), _WRITTEN), (("time", "at", "when"), toolbox.TIME)), (),
          ("Remind me [to |of |about |]{1} at {2}", "[Set|Add|Make] a reminder [|to ]{1} at {2}", "At {2} remind me [to |]{1}"), ("Do not let me forget this at {2}: {1}",)),
    Known(("add_todo", "add_task", "create_task", "todo_add"), ("Adds a task to the list.", "Adds something to the to-do list."),
          ((("task", "title", "text", "item"), _WRITTEN),), ((("priority",), toolbox.CHOICE), (("due", "date"), toolbox.DATE)),
          ("[Add|Put] {1} [to|on] my [to-do list|list|tasks]", "[New task|New to-do|To do]: {1}", "Add [a task|the task]: {1}"), ("My list should have {1} on it",), "Add a task"),
    Known(("get_stock_price", "stock_price", "stock", "quote"), ("Tells the price of a stock.", "Stock price by symbol"),
          ((("symbol", "ticker", "code", "stock"), _TICKER),), (),
          ("[What is|What's|Tell me|Get] the [stock |share |]price of {1}", "[How much is|How is] {1}[| stock| today]", "{1} [stock price|price]"), ("What does one share of {1} cost",), "[What is|Tell me] the stock price"),
    Known(("book_table", "reserve_table", "reserve"), ("Books a table.", "Reserves a table at a restaurant."),
          ((("restaurant", "place", "name"), of(toolbox.PERSON, "at {v}")), (("people", "guests", "party_size"), between(2, 12))), ((("time", "at"), toolbox.TIME), (("date", "day"), toolbox.DATE)),
          ("[Book|Reserve|Get] a table at {1} for {2}[| people]", "[Book|Reserve] {1} for {2} people", "A table for {2} at {1}"), ("We want to eat at {1} with {2} people",)),
    Known(("get_time", "current_time", "time_in", "clock"), ("Tells the time.", "Current time in a city"),
          ((("city", "timezone", "place", "location"), toolbox.PLACE),), (),
          ("[What time is it|What is the time] in {1}", "[Tell me|Give me] the time in {1}", "time in {1}"), ("How late is it in {1}",), "What time is it"),
    Known(("track_package", "track_parcel", "where_is_parcel", "get_delivery_date", "get_order_status"), ("Finds a parcel.", "Get the delivery date for a customer's order."),
          ((("code", "tracking_id", "order_id", "number"), toolbox.CODE),), (),
          ("[Where is|Track|Find] [my |the |][parcel|package|order] {1}", "[What is|What's] the status of [my |][order|parcel] {1}", "[When will|When does] [my |][order|package] {1} [come|arrive]"), ("I am still waiting for my order {1}",), "[Where is|Track] my [parcel|order|package]"),
    Known(("read_file", "open_file", "cat", "file_read"), ("Reads a file.", "Shows what is in a file."),
          ((("path", "file", "filename", "name"), toolbox.FILE),), (),
          ("[Read|Open|Show|Show me|Print] [the file |]{1}", "What is in [the file |]{1}", "cat {1}"), ("Let me see the contents of {1}",), "[Read|Open] a file"),
    Known(("list_files", "ls", "list_dir", "get_location", "get_date", "whoami", "ping", "get_battery", "get_user"), ("",), (), (), (), ()),
    Known(("roll_dice", "dice", "random_number", "roll"), ("Rolls dice.", "A random number up to a limit"),
          ((("sides", "max", "limit", "up_to"), between(4, 99)),), (),
          ("Roll a [die|dice] with {1} sides", "[Give me|Pick] a random number up to {1}", "Roll a d{1}"), ("I want a random number no larger than {1}",)),
    Known(("define", "dictionary", "define_word", "get_definition"), ("Looks up a word.", "Meaning of a word"),
          ((("word", "term", "query"), toolbox.THING),), (),
          ("[Define|Look up the word] {1}", "[What does|What is meant by] {1}[| mean]", "meaning of {1}"), ("In the dictionary, what is {1}",), "Define a word"),
    Known(("call_taxi", "order_taxi", "get_ride", "taxi"), ("Calls a taxi.", "Orders a ride."),
          ((("to", "destination", "where"), toolbox.PLACE),), ((("from", "pickup"), of(toolbox.PLACE, "from {v}")), (("time", "at"), toolbox.TIME)),
          ("[Call|Order|Get me|I need] a [taxi|ride|cab] to {1}", "[Drive|Take] me to {1}", "taxi to {1}"), ("I have to get to {1} by car",), "[Call|Order] a taxi"),
    Known(("call_contact", "call", "phone", "dial"), ("Calls somebody.", "Phones a contact."),
          ((("name", "contact", "person", "who"), toolbox.PERSON),), (),
          ("[Call|Phone|Ring|Dial] {1}", "[I want to|I need to|Let me] [talk|speak] to {1}[| on the phone]"), ("Get {1} on the line",), "Call somebody"),
    Known(("order_food", "order_pizza", "food_order", "order"), ("Orders food.", "Order something to eat"),
          ((("dish", "item", "food", "what"), _DISH), (("count", "quantity", "amount"), between(1, 12))), ((("address", "to"), of(toolbox.PLACE, "to {v}")),),
          ("Order {2} {1}", "[I want|I'd like|Get me|Bring me] {2} {1}", "{2} [times|x] {1}[| please]"), ("We are hungry: {2} {1}",)),
)  # fmt: skip


def _in_more_words(row: Known) -> Known:
    """The row with the ways of the other tables."""
    more = _WAYS.get(row.names[0])
    return replace(
        row,
        asked=(*row.asked, *more_tools.WAYS.get(row.names[0], ()), *(more.trained if more else ())),
        held_out=(*row.held_out, *(more.held_out if more else ())),
    )


_WAYS = {**ways_world.WAYS, **ways_home.WAYS, **ways_office.WAYS}
KNOWN: tuple[Known, ...] = tuple(
    _in_more_words(row) for row in (*_ROWS, *more_tools.ROWS, *new_tools.ROWS)
)
_PLAIN = {
    "list_files": ("Lists the files.", "[List|Show|Show me] [the |my |all |all my |]files"),
    "ls": ("Lists files.", "[Which|What] files are [there|here]"),
    "list_dir": ("Lists the folder.", "[What is|Show me what is] in [this|the|my] folder"),
    "get_location": ("Tells where the user is.", "[Where am I|What is my location|Find my location]"),
    "get_date": ("Tells today's date.", "[What day is it|What is the date|What's the date today|Which day is today]"),
    "whoami": ("Tells the user's name.", "[Which user am I|Who is logged in]"),
    "ping": ("Checks the connection.", "[Ping|Check the connection|Are you connected|Test the connection]"),
    "get_battery": ("Tells the battery's charge.", "[How full is the battery|What is the battery level|Check the battery]"),
    "get_user": ("Tells who the user is.", "[Get|Show|Show me] [my user|the user|my account]"),
}  # fmt: skip


def held_out_name(name: str) -> bool:
    """Whether a tool of the table is kept out of training under this name."""
    return is_held_out(f"known {name}", toolbox.HELD_OUT_PERCENT)


# What manuals write of such parameters. Their examples are not to be used.
_DESCRIBED = {
    toolbox.PLACE.draw: (
        "City and country e.g. Bogotá, Colombia", "The city and state, e.g. San Francisco, CA", "Name of the city", "The city name, e.g. Paris", "The location",
    ),
    toolbox.MAIL.draw: ("The recipient email address.", "Email address such as me@example.com", "Who gets the mail"),
    toolbox.TEXT.draw: ("Body of the message.", "The text, in plain words", "What to write", "The user's question or search query."),
    toolbox.PERSON.draw: ("Name of the person", "The contact's name", "Full name"),
    toolbox.TIME.draw: ("The time, HH:MM", "Time of day, e.g. 07:30", "When"),
    toolbox.DATE.draw: ("The date in ISO format", "Day, e.g. 2024-05-01", "The day"),
    _UNIT.draw: ("Units the temperature will be returned in.", "The temperature unit to use.", "celsius or fahrenheit"),
}  # fmt: skip


def _parameter(
    rng: random.Random, keys: tuple[str, ...], slot: Slot, split: Split, *, required: bool
) -> Parameter:
    key = rng.choice(keys)
    drawn = slot.draw(rng, split)
    schema: JsonObject = dict(drawn.schema or {"type": slot.type})
    if slot.values and rng.random() < 0.4:
        # Long lists cost tokens and teach no more than short ones.
        count = min(len(slot.values), rng.choice((2, 3, 4)))
        schema["enum"] = rng.sample(slot.values, count)
    if slot.draw in _DESCRIBED and rng.random() < 0.2:
        schema["description"] = rng.choice(_DESCRIBED[slot.draw])
    else:
        schema = composing.describe(rng, schema, toolbox.human(key), slot)
    return Parameter(key, slot, schema, required, toolbox.human(key))


# What people try before anything else.
_FIRST = tuple(
    row for row in KNOWN if row.names[0] in ("get_weather", "get_time", "set_timer", "send_email")
)
# Tools that are easily taken for each other, by the first names of their rows.
ALIKE = (
    ("get_weather", "get_time"), ("set_timer", "set_alarm", "create_reminder"), ("send_email", "send_message", "call_contact"), ("calculate", "add"), ("web_search", "define", "get_news"),
    ("read_file", "write_file", "delete_file"), ("convert_currency", "get_exchange_rate", "get_stock_price"), ("add_todo", "take_note", "create_reminder", "add_to_shopping_list"), ("book_table", "book_hotel", "find_restaurant"),
    ("order_food", "order_product", "add_to_shopping_list"), ("get_directions", "get_distance", "call_taxi"), ("play_music", "play_video"), ("get_weather", "set_temperature"), ("get_weather", "get_time", "get_news"),
    *new_tools.ALIKE,
)  # fmt: skip


# Tools one of which might do what the other is asked for: no wish is declined for them.
_SERVING = (
    ("create_reminder", "add_todo", "take_note", "create_event", "set_alarm", "add_to_shopping_list"), ("send_message", "send_email", "call_contact"),
    ("get_directions", "call_taxi", "get_distance"), ("order_product", "add_to_shopping_list", "order_food"), ("convert_currency", "get_exchange_rate", "get_stock_price"),
    ("play_music", "play_video"), ("set_timer", "set_alarm"), ("find_restaurant", "book_table"), ("get_user_profile", "run_sql"), ("paint_room", "set_light"),
    ("get_recipe", "order_food"), ("add_todo", "create_issue"), ("take_note", "write_file"),
    *new_tools.SERVING,
)  # fmt: skip


def serves(row: Known) -> frozenset[str]:
    """First names of the rows whose wishes this tool might fulfil as well."""
    name = row.names[0]
    if name == "web_search":
        return frozenset(one.names[0] for one in KNOWN)
    return frozenset((name, *(one for group in _SERVING if name in group for one in group)))


def alike(rng: random.Random, row: Known, split: Split = "train") -> tuple[Tool, Known] | None:
    """A tool that the row's is easily taken for, if there is one."""
    name = row.names[0]
    groups = [group for group in ALIKE if name in group]
    if not groups:
        return None
    other = rng.choice([one for one in rng.choice(groups) if one != name])
    return known(rng, split, tuple(one for one in KNOWN if one.names[0] == other))


def known(rng: random.Random, split: Split, rows: tuple[Known, ...] = KNOWN) -> tuple[Tool, Known]:
    """A tool of the table. In evaluation its phrasings are held out, so any name will do."""
    while True:
        row = rng.choice(_FIRST if rows is KNOWN and rng.random() < 0.3 else rows)
        name = rng.choice(row.names)
        if held_out_name(name) and split == "train":
            continue
        description = rng.choice(row.descriptions) if rng.random() < 0.8 else ""
        if not row.asked:
            description, asked = _PLAIN[name]
            return Tool(name, description, (), (asked,)), row
        parameters: dict[str, Parameter] = {}
        for keys, slot in row.required:
            one = _parameter(rng, keys, slot, split, required=True)
            parameters[one.key] = one
        for keys, slot in row.optional:
            if rng.random() < 0.35:
                one = _parameter(rng, keys, slot, split, required=False)
                parameters.setdefault(one.key, one)
        if sum(p.required for p in parameters.values()) == len(row.required):
            asked_for = row.held_out if split == "held_out" else row.asked
            return Tool(name, description, tuple(parameters.values()), asked_for), row
