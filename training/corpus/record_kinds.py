"""Records that people really ask for, and texts that hold them: orders, books, visits, invoices.

A text names its slots in braces. A slot is written as `letter=keys:what is drawn`. More kinds:
more_record_kinds.py. Held out: some keys by their hash, three whole texts of each kind.
"""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from training.corpus.grammar import ways

if TYPE_CHECKING:
    from training.corpus.grammar import Phrasings


@dataclass(frozen=True)
class Slot:
    """The names a value may have in a schema, and what it is drawn from."""

    keys: tuple[str, ...]
    drawn: str


@dataclass(frozen=True)
class Kind:
    """A kind of record: its slots by letter, and texts."""

    slots: dict[str, Slot]
    texts: Phrasings


def kind(slots: str, texts: Phrasings) -> Kind:
    """Reads `n=name,person:person a=age,years:age`."""
    made = {}
    for one in slots.split():
        letter, rest = one.split("=")
        keys, drawn = rest.split(":")
        made[letter] = Slot(tuple(keys.split(",")), drawn)
    return Kind(made, texts)


PLAIN: tuple[Kind, ...] = (
    kind("n=name,person,full_name,who:person a=age,years,age_years:age", ways(
        "{n} is {a}[ years old|].", "My name is {n} and I'm {a}.", "Hi, I'm {n}, {a} years old.", "I am {n}, {a}.", "{n}, {a}", "{n} ({a})", "Name: {n}\nAge: {a}", "This is {n}. {n} turned {a} last week.", "We talked to {n}, who is {a}.", "{a}-year-old {n} won the race.", "Last Friday {n} had a birthday and is now {a}.", "{n} will be {a} in May.", "Our youngest member is {n}, only {a}.", "my name's {n}, age {a}", "The patient, {n}, {a}, feels well.", "Age {a}, name {n}.", "They call me {n}; I have lived {a} years.", "{n} was {a} when the photo was taken.", "At the age of {a}, {n} learned to swim.", "Next up: {n}. Age: {a}.",
        held_out=("There is {n} on the line, {a} years of age.", "With {a} years behind me, I, {n}, can say that.", "The driver, a {a} year old called {n}, was not hurt."))),
    kind("n=name,person,customer,client:person c=city,town,location,lives_in:town j=job,occupation,profession,role:job", ways(
        "{n} is a {j} from {c}.", "{n}, {j}, {c}", "I'm {n}, I live in {c} and work as a {j}.", "{n} works as a {j} in {c}.", "In {c} we met {n}, a {j}.", "The {j} {n} comes from {c}.", "{n} moved to {c} to work as a {j}.", "Name: {n}, city: {c}, job: {j}", "{n} lives in {c}, where everybody knows the {j}.", "My friend {n} is a {j} and has a house in {c}.", "A {j} in {c}: that is {n}.", "From {c}: {n}, {j}.", "{n} ({j}) writes from {c}.", "hello, {n} here. {j}. {c}.", "Meet {n}! By day a {j}, at home in {c}.", "{n} grew up in {c} and became a {j}.", "There is a new {j} in {c}, {n}.",
        held_out=("{c} has a famous {j}, and the name is {n}.", "{n} left {c} to find a post as {j}.", "If you are in {c} and need a {j}, ask for {n}."))),
    kind("p=product,item,name,article,product_name:thing e=price,cost,unit_price:price q=quantity,count,qty,amount:few", ways(
        "I want to order {q} {p} at {e} euros each.", "{q} x {p}, {e} euros", "{q} {p} for {e} euros each, please.", "Please send {q} pieces of {p}, price {e}.", "{p}: {q} pieces at {e}", "Item: {p}\nQuantity: {q}\nPrice: {e}", "We sold {q} of the {p} for {e} each.", "The {p} costs {e} and I take {q}.", "Can I get {q} {p}? I saw them for {e}.", "{p}, {e} €, {q} pcs", "One {p} is {e} euros; we need {q}.", "Add {q} of {p} to my cart, {e} a piece.", "In the box: {q} {p}, paid {e} each.", "{e} euros a piece for {p}, and we want {q} of it.", "They delivered {q} {p} at a price of {e}.", "order: {p} x{q} @ {e}", "For {e} you get one {p}. Give me {q}.", "The shop has {q} {p} left, {e} euros each.", "Stock {q}, price {e}, name {p}.", "{p} ({q} in stock) - ${e}",
        held_out=("My bill shows {q} times {p}, each for {e}.", "I would take {q} if the {p} is still {e} euros.", "The basket holds {q} {p} and one of them sells at {e}."))),
    kind("t=title,name,book,work:title a=author,writer,by,creator:person y=year,published,year_published,released:year", ways(
        "{t} by {a}, {y}.", "{t} by {a} was published in {y}.", "{a} wrote {t} in {y}.", "In {y} {a} published {t}.", "{a}: {t}. {y}.", "I am reading {t}, a book by {a} from {y}.", "{t} ({a}, {y})", "{t} ({y}) by {a}", "Title: {t}\nAuthor: {a}\nYear: {y}", "\"{t}\" came out in {y}; the author is {a}.", "{a} is the author of {t}, which appeared in {y}.", "First printed in {y}, {t} made {a} famous.", "The novel {t} was written by {a} in {y}.", "My favourite book is {t}. {a} wrote it in {y}.", "{a} ({y}): {t}", "Do you know {t}? It is by {a} and from {y}.", "The year was {y} when {a} finished {t}.", "{t}, {a}, {y}", "Published {y}: {t}, {a}.",
        held_out=("We have {t} on the shelf, {a} brought it out in {y}.", "It took {a} until {y} to complete {t}.", "Readers have loved {t} since {y}; {a} is behind it."))),
    kind("e=event,title,name,what:event d=date,day,when:day t=time,start,start_time:clock p=place,location,venue,where:town", ways(
        "The {e} is on {d} at {t} in {p}.", "{e}: {d}, {t}, {p}", "Join us for the {e} in {p} on {d} at {t}!", "On {d} at {t} we have a {e} in {p}.", "You are invited to a {e} in {p}, {d}, {t}.", "{e}\nDate: {d}\nTime: {t}\nPlace: {p}", "We meet for the {e} at {t} on {d}, in {p}.", "In {p}, the {e} starts at {t} on {d}.", "{d}, {t}: {e} in {p}", "Don't forget the {e}! {p}, {d}, {t}.", "The {e} in {p} was moved to {d}, {t}.", "Please note: {e}, {d}, doors open at {t}, {p}.", "{p} hosts the {e} on {d} from {t}.", "Are you free on {d} at {t}? There is a {e} in {p}.", "At {t} on {d} the {e} begins in {p}.", "Our {e} will take place in {p} on {d} and begins at {t}.", "The {e} on {d} at {t} takes place in {p}.",
        held_out=("Come to {p} for the {e}: {d}, {t} sharp.", "Who wants to see the {e} must be in {p} on {d} by {t}.", "{d} is the day, {t} the hour, {p} the place of our {e}."))),
    kind("n=name,recipient,addressee,to:person s=street,address,street_address:street z=zip,postal_code,postcode,zip_code:zip c=city,town:town", ways(
        "{n}\n{s}\n{z} {c}", "{n}, {s}, {z} {c}", "Ship it to {n}, {s}, {z} {c}.", "My address is {s}, {z} {c}, and my name is {n}.", "{n} lives at {s} in {z} {c}.", "Please deliver to {n}: {s}, {c}, {z}.", "The parcel goes to {s}, {z} {c}, for {n}.", "Name: {n}; street: {s}; zip: {z}; city: {c}", "Send the bill to {n} at {s}, {z} {c}.", "{n} moved to {c}: {s}, {z}.", "Invoice address: {n}, {s}, {c} {z}", "I am {n}. You find me at {s}, {c} ({z}).", "To: {n}, {s}, {z} {c}", "From now on write to {n}, {s}, {z} {c}.", "{s}, {z} {c}, name on the door: {n}.",
        held_out=("The letter for {n} should be brought to {s}, that is in {z} {c}.", "Our new home: {s} in {c}, code {z}. Yours, {n}", "Pick up the box from {n} in {c}, {z}, {s}."))),
    kind("n=name,contact,person,full_name:full m=email,mail,e_mail,email_address:mail t=phone,telephone,tel,mobile,phone_number:phone", ways(
        "{n}, {m}, {t}", "You can reach {n} at {m} or {t}.", "{n}\n{m}\n{t}", "My name is {n}. Mail: {m}. Phone: {t}.", "Contact: {n} ({m}, {t})", "Call {n} on {t} or write to {m}.", "Best regards, {n}\nTel. {t}\n{m}", "{n} left a number, {t}, and an address, {m}.", "Please write to {m} or ring {t} and ask for {n}.", "New contact {n}: {t}, {m}", "{n} | {t} | {m}".replace("|", "/"), "I'm {n}, my mail is {m} and my number {t}.", "{m} and {t} both belong to {n}.", "The customer {n} has the mail {m} and the phone {t}.", "name {n} mail {m} tel {t}", "Yours, {n} - {m} - {t}",
        held_out=("Questions? {n} answers them under {t} or by mail to {m}.", "Put {n} in my contacts with {m} and {t}.", "{t} is the number and {m} the mail of {n}."))),
    kind("i=invoice_number,invoice,number,id,invoice_id:code c=customer,client,name,company:firm a=amount,total,sum,amount_due:price d=due_date,due,date,dueDate:day", ways(
        "Invoice {i} for {c}: {a} euros, due {d}.", "{c} owes {a} euros on invoice {i} until {d}.", "Please pay invoice {i} of {a} euros by {d}. {c}", "Invoice no. {i}\nCustomer: {c}\nTotal: {a}\nDue: {d}", "We billed {c} {a} euros under number {i}, to be paid by {d}.", "Bill {i}, {c}, {a} EUR, {d}", "The total of invoice {i} to {c} is {a}; it is due on {d}.", "{c} has until {d} to pay {a} euros for {i}.", "Reminder: {i} is still open. {c}, {a} euros, due date {d}.", "By {d} we expect {a} euros from {c} for invoice {i}.", "Attached is {i} for {c} over {a} euros. Payment by {d}, please.", "{i}: {c} {a} {d}", "On {d} the invoice {i} of {c} becomes due, {a} euros in all.",
        held_out=("{a} euros must come from {c} by {d}, see {i}.", "For {i} the firm {c} transfers {a} euros no later than {d}.", "Open item {i}: {c}, payable {d}, {a} euros."))),
    kind("n=name,guest,customer,booked_by:person g=guests,people,persons,party_size,number_of_guests:few d=date,day:day t=time,at,arrival_time:clock", ways(
        "A table for {g} on {d} at {t}, name {n}.", "I'd like to book a table for {g} people on {d} at {t}. My name is {n}.", "{n}, {g} people, {d}, {t}", "Reservation: {n}, {d} {t}, {g} guests", "Please reserve for {g}, {d} at {t}, under {n}.", "{n} booked for {g} on {d}, {t}.", "We are {g} and come on {d} at {t}. {n}", "On {d} at {t} {n} needs a table for {g}.", "Can we get a table on {d}? {g} persons, {t}. Thanks, {n}", "hi, {n} here, table for {g}, {d}, {t} pls", "{n} comes with {g} people at {t} on {d}.", "Book {t} on {d} for {n}, party of {g}.", "There will be {g} of us on {d}, around {t}, the name is {n}.", "{d}, {t}, table for {g} ({n})",
        held_out=("Keep {g} seats free on {d} from {t} for {n}.", "{n} asks if there is room for {g} at {t} on {d}.", "We look forward to eating with you on {d} at {t}, {g} of us, yours {n}."))),
    kind("d=dish,recipe,name,title:food s=servings,portions,serves:few m=minutes,time_minutes,cooking_time,duration:minutes i=ingredients,items,needed:foods", ways(
        "{d} for {s}: {i}. {m} minutes.", "To make {d} you need {i}. It takes {m} minutes and serves {s}.", "{d}\nServes {s}\n{m} min\nIngredients: {i}", "My {d} is ready in {m} minutes. For {s} people take {i}.", "Cook {i} for {m} minutes, that makes {d} for {s}.", "{d} ({s} servings, {m} minutes): {i}", "For {s} servings of {d} use {i} and {m} minutes of your time.", "With {i} you get {s} portions of {d} in {m} minutes.", "Tonight: {d}. {i}, {m} minutes, {s} people.", "Recipe for {d}: take {i}, wait {m} minutes, serves {s}.", "{i} make a fine {d}; {m} minutes; enough for {s}.", "{s} people can eat {d} after {m} minutes if you have {i}.",
        held_out=("Put {i} in a pot, and {m} minutes later {s} guests have {d}.", "You get {d} out of {i}; plan {m} minutes; it feeds {s}.", "{s} of us had {d}, made in {m} minutes from {i}."))),
    kind("p=product,item,name,thing:thing r=rating,stars,score:rating s=sentiment,feeling,opinion:feeling", ways(
        "{s!} {r} stars for the {p}.", "The {p}: {s!} {r} out of 10.", "I bought the {p}. {s!} Rating: {r}", "{p} - {r} stars. {s!}", "Review of the {p}: {s!} I give it {r}.", "{s!} That is my view of the {p}. {r} points.", "{r}/10 for the {p}. {s!}", "My new {p} came today. {s!} ({r} stars)", "{r} stars\n{p}\n{s!}", "What I think of the {p}: {s!} So {r} stars.", "We tried the {p}. {s!} We gave it {r}.",
        held_out=("{s!} With the {p} it ended at {r} points.", "About the {p} I can say this: {s!} Hence {r} stars.", "{p}. {s!} Clicked on {r}."))),
    kind("f=from,origin,departure,start:town t=to,destination,arrival,end:town d=date,day,travel_date:day", ways(
        "I need a ticket from {f} to {t} on {d}.", "{f} to {t}, {d}", "{d}: {f} - {t}", "We fly from {f} to {t} on {d}.", "A train to {t} from {f}, on {d}, please.", "On {d} I travel from {f} to {t}.", "Leaving {f} on {d}, going to {t}.", "Book me a seat on {d}: {f} -> {t}", "How do I get to {t} on {d}? I start in {f}.", "I'm in {f} and must be in {t} on {d}.", "My trip goes to {t}; I leave {f} on {d}.", "From: {f}\nTo: {t}\nDate: {d}", "The bus leaves {f} for {t} on {d}.", "to {t} from {f} {d}", "We drive to {t} on {d}, starting in {f}.", "{d} is when we go from {f} to {t}.", "Next stop {t}! We left {f} on {d}.",
        held_out=("On {d} you will see me off in {f} and my aunt waits in {t}.", "I want to be taken to {t}, pick me up in {f}, {d}.", "The parcel left {f} on {d} and is bound for {t}."))),
    kind("n=name,user,username,login:user m=email,mail,email_address:mail l=role,level,access:role a=active,enabled,verified:active", ways(
        "User {n} ({m}) is {l} and {a}.", "{n}, {m}, {l}, {a}", "Create {n} with mail {m} as {l}; the account is {a}.", "{n} logs in with {m}. Role: {l}. The account is {a}.", "The {l} {n} is {a}, mail {m}.", "{m} belongs to {n}, a {l}; status: {a}.", "Login: {n}\nMail: {m}\nRole: {l}\nStatus: {a}", "We made {n} {l}. Mail {m}, {a}.", "New {l}: {n}, {m} ({a})", "Set {n} to {l}, {a}, {m}.",
        held_out=("In the list there is {n}, {a}, a {l} with {m}.", "The mail {m} leads to {n}, who is {l} and {a}.", "{a} account of {n}: {l}, {m}."))),
)  # fmt: skip
