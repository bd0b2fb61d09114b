"""More records that people ask for: jobs, visits, flats, films, errors, matches, payments.

Held out: some keys by their hash, three whole texts of each kind.
"""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

from training.corpus.grammar import ways
from training.corpus.record_kinds import PLAIN, Kind, kind

KINDS: tuple[Kind, ...] = (
    *PLAIN,
    kind("c=city,place,location,town:town t=temperature,degrees,temp,celsius:degrees w=condition,weather,sky:weather", ways(
        "It is {t} degrees and {w} in {c}.", "{c}: {t} degrees, {w}", "In {c} it is {w} with {t} degrees.", "Today in {c}: {w}, {t} C.", "{w} in {c}, {t} degrees.", "The weather in {c} is {w}, {t} degrees.", "We have {t} degrees here in {c} and it is {w}.", "{c} has a {w} day at {t} degrees.", "Weather report for {c}: {w}, {t} degrees", "{c} {t} {w}", "Tomorrow {c} will be {w} with up to {t} degrees.", "Expect {t} degrees and a {w} sky over {c}.",
        held_out=("People in {c} enjoy {t} degrees and {w} skies.", "{t} degrees are measured in {c}, where it stays {w}.", "Dress for {w} weather in {c}: {t} degrees!"))),
    kind("t=title,film,movie,name:title d=director,directed_by,by:person y=year,released,release_year:year m=minutes,length,duration:minutes", ways(
        "{t} is a film by {d} from {y}, {m} minutes long.", "{t} ({y}), directed by {d}, {m} min", "{d} directed {t} in {y}. It runs {m} minutes.", "The movie {t} came out in {y}; {d} directed it; {m} minutes.", "We watched {t} by {d}. {m} minutes, made in {y}.", "{y}: {t}, {m} min, {d}", "In {y}, {d} made {t}, which lasts {m} minutes.", "{t}\nDirector: {d}\nYear: {y}\nLength: {m}", "Tonight: {t} ({d}, {y}, {m} minutes)", "After {m} minutes {t} was over. {d} shot it in {y}.",
        held_out=("Shot in {y} by {d}, {t} keeps you in your seat for {m} minutes.", "{m} minutes of {t}: {d} at the peak of {y}.", "{d} needed {m} minutes to tell {t}, back in {y}."))),
    kind("j=job,title,position,job_title:job c=company,employer,firm:firm p=place,city,location:town s=salary,pay,yearly_salary:salary", ways(
        "{c} is looking for a {j} in {p}. Salary: {s}", "{j} at {c}, {p}, {s} a year", "Job offer: {j} in {p}, {c}, {s} euros", "We at {c} need a {j} in {p} and pay {s}.", "In {p} {c} hires a {j} for {s} euros a year.", "Work as a {j} at {c} in {p} and earn {s}.", "{c} pays {s} for a {j} in {p}.", "Wanted: {j}. Where? {p}. Who? {c}. Pay: {s}.", "{p}: {c} seeks {j}, {s}", "Become a {j} with {c}! {p}, {s} euros.", "Earn {s} as a {j} in {p}. Write to {c}.",
        held_out=("{s} euros wait for the {j} who joins {c} in {p}.", "The office of {c} in {p} has a desk free for a {j}, {s} a year.", "Are you a {j}? {p} calls, {c} gives you {s}."))),
    kind("p=patient,name,person:person d=doctor,physician,with:full w=date,day,appointment_date:day t=time,at,hour:clock r=reason,symptom,complaint:symptom", ways(
        "{p} sees Dr {d} on {w} at {t} because of {r}.", "Appointment: {p}, {w}, {t}, Dr {d}, {r}", "Dr {d} has time for {p} on {w} at {t}. Reason: {r}", "On {w} at {t} {p} comes to Dr {d} with {r}.", "I'm {p}. I have {r} and an appointment with Dr {d}, {w}, {t}.", "{p} has {r}. Please book Dr {d} for {w} at {t}.", "{w} {t}: {p} ({r}) with Dr {d}", "Because of {r} {p} will be with Dr {d} at {t} on {w}.", "Dr {d}, {w}, {t}, {p}, {r}",
        held_out=("{r} brings {p} to Dr {d} on {w}, {t}.", "Dr {d} looks at the {r} of {p}, come at {t} on {w}.", "Tell {p} to be here on {w} by {t}; Dr {d} takes care of the {r}."))),
    kind("r=rooms,number_of_rooms,room_count:few s=size,square_metres,area,sqm:size p=place,city,location:town c=rent,price,cost,monthly_rent:salary", ways(
        "Flat in {p}: {r} rooms, {s} square metres, {c} euros.", "{r} rooms in {p}, {s} m2, rent {c}", "We rent out {r} rooms of {s} square metres in {p} for {c} a month.", "For {c} you get {s} square metres in {p}, {r} rooms.", "A flat with {r} rooms and {s} square metres in {p} costs {c}.", "{p}, {r} rooms, {s} sqm, {c} EUR", "I live in {p} in {r} rooms, {s} square metres, and pay {c}.", "{c} euros a month: {r} rooms, {s} square metres, {p}.", "New in {p}: {s} square metres with {r} rooms at {c}.", "Looking for a tenant! {r} rooms, {s} square metres, {c} euros, {p}.",
        held_out=("{s} square metres can be yours in {p}, {r} rooms, for a rent of {c}.", "Whoever pays {c} may move into {r} rooms in {p} that measure {s} square metres.", "In {p} they ask {c} euros for {s} square metres cut into {r} rooms."))),
    kind("c=code,error_code,status_code:status f=file,path,filename:file l=line,line_number:line m=message,error,text:message", ways(
        "Error {c} in {f}, line {l}: {m}", "{f}:{l}: {m} ({c})", "{m} at line {l} of {f}, code {c}", "In {f} on line {l} I get {c}, {m}", "The log says: {c} {m} ({f}, line {l})", "[error] {f}:{l} {c} {m}".replace("[error]", "ERROR"), "line {l} in {f} fails with {c}: {m}", "{f} stopped at line {l}. Code: {c}. Message: {m}", "I opened {f} and line {l} gives error {c}: {m}", "code={c} file={f} line={l} message={m}",
        held_out=("Something broke in {f}: look at line {l}, it tells {m} and {c}.", "It is {c} again, {m}, caused by line {l} in {f}.", "Line {l} of {f} is to blame for {c}: {m}"))),
    kind("h=home,home_team,team1,first_team:team a=away,away_team,team2,guest_team:team g=home_goals,goals1,home_score:goals b=away_goals,goals2,away_score:goals", ways(
        "{h} - {a} {g}:{b}", "{h} played {a} at home, {g} to {b}.", "{h} against {a} ended {g} to {b}.", "{h} {g}, {a} {b}", "{a} came to {h}. It ended {g}:{b}.", "{h} vs {a}: {g}-{b}", "At home {h} scored {g}, the guests from {a} {b}.", "{g} goals for {h}, {b} for the guests, {a}.", "Result: {h} {g}:{b} {a}", "{h} hosted {a} and the score was {g} to {b}.",
        held_out=("Guests {a} shot {b} goals, {h} at home {g}.", "After ninety minutes it said {g}:{b} for {h} against {a}.", "In the stadium of {h} the team of {a} was met; {g} to {b}."))),
    kind("s=sender,from,payer,paid_by:person r=recipient,to,payee,receiver:person a=amount,sum,value:price", ways(
        "{s} sent {a} euros to {r}.", "{s} paid {r} {a} euros.", "{r} got {a} euros from {s}.", "From {s} to {r}: {a}", "{a} euros went from {s} to {r}.", "Transfer {a} euros from {s} to {r}.", "{s} owes {r} {a} euros and pays today.", "{s} -> {r}: {a} EUR", "To {r}, from {s}, {a} euros.", "{r} was paid {a} euros by {s}.", "{s} gave {a} euros to {r}.", "{r} thanks {s} for the {a} euros.", "By bank {r} received {a} from {s}.", "I, {s}, paid {a} to {r}.", "payment {s} {r} {a}",
        held_out=("The {a} euros on the account of {r} are from {s}.", "{s} settled the debt of {a} euros with {r}.", "{r} is {a} euros richer thanks to {s}."))),
    kind("s=sender,from,author,name:person r=recipient,to,receiver:person b=subject,about,topic,regarding:topic d=date,sent,day:day", ways(
        "From: {s}\nTo: {r}\nSubject: {b}\nDate: {d}", "{s} wrote to {r} on {d} about the {b}.", "On {d} {r} got a mail from {s} about the {b}.", "Dear {r},\nI write about the {b}.\n{d}, {s}", "{d}: {s} to {r}, {b}", "{s} sent {r} a letter about the {b} on {d}.", "The message from {s} to {r} is from {d} and about the {b}.", "Hi {r}, a word about the {b}. Yours, {s} ({d})", "{r} heard from {s} on {d}. It was about the {b}.", "{b} - mail by {s} for {r}, {d}", "Hello {r}, any news on the {b}? Regards, {s}, {d}",
        held_out=("What {s} told {r} on {d} concerns the {b}.", "{r}, please read this note on the {b}. {d}. Cheers, {s}", "A fax arrived for {r} on {d}; {s} wants to talk about the {b}."))),
    kind("b=brand,make,manufacturer:firm m=model,name,type:model y=year,built,model_year:year k=kilometres,mileage,km:mileage", ways(
        "{b} {m}, {y}, {k} km", "I sell my {b} {m} from {y} with {k} km.", "For sale: {m} by {b}, built in {y}, {k} kilometres", "The {m} of {b} is from {y} and has done {k} km.", "{y} {b} {m} ({k} km)", "Make: {b}\nModel: {m}\nYear: {y}\nKm: {k}", "My car is a {m}, made by {b} in {y}. {k} km so far.", "With {k} km on it, the {b} {m} from {y} still runs well.", "Since {y} I have driven my {b} {m} for {k} km.", "{k} km, {y}, {b}, {m}",
        held_out=("After {k} km I part with my {m}, a {b} of {y}.", "{b} built this {m} in {y}, and the clock says {k} km.", "A {m} for you? {b}, {k} km, first owner since {y}."))),
    kind("t=task,todo,title,what:task a=assignee,owner,responsible,who:person d=due,deadline,due_date,until:day p=priority,importance:priority", ways(
        "{a} has to {t} by {d}. Priority: {p}", "{t}: {a}, {d}, {p}", "Please ask {a} to {t} until {d}, {p} priority.", "By {d} {a} should {t}. It has {p} priority.", "To do: {t} ({a}, {p}, {d})", "{a}, please {t} by {d}. {p} priority.", "We need {a} to {t}. {p} priority, due {d}.", "{p} priority: {a} must {t} before {d}.", "Task: {t}\nWho: {a}\nDue: {d}\nPriority: {p}", "Who can {t}? {a} does it until {d}, priority {p}.", "{d} is the deadline for {a} to {t}, {p} priority.",
        held_out=("It is up to {a} to {t}, {d} at the latest, {p} priority.", "{a} promised to {t}; {p} priority; done by {d}.", "Let {a} {t}. I set it to {p} and {d}."))),
    kind("o=order_id,order,order_number,id:code s=status,state:order_status i=items,products,articles,goods:things", ways(
        "Order {o} with {i} is {s}.", "{o}: {i} - {s}", "Your order {o} ({i}) has been {s}.", "We {s} order {o}. It holds {i}.", "{s}: order no. {o}, {i}", "I ordered {i}. The number is {o} and it is {s}.", "Status of {o}: {s}. Items: {i}", "{i} are in order {o}, which is {s}.", "The parcel {o} with {i} was {s} today.", "What about {o}? It was {s}. In it: {i}.", "Order no. {o}\nItems: {i}\nStatus: {s}",
        held_out=("There were {i} in {o}, now {s}.", "Looking at {o}, I read {s}; the goods are {i}.", "Everything in {o} was {s}, I mean {i}."))),
    kind("c=company,name,firm,organisation:firm f=founded,year,since,founded_in:year p=city,headquarters,place,based_in:town e=employees,staff,number_of_employees:staff", ways(
        "{c} was founded in {f} in {p} and has {e} employees.", "{c}, {p}, founded {f}, {e} employees", "{c} is a firm in {p}. It has {e} people and is from {f}.", "Since {f} {c} has been in {p}; {e} people work there.", "In {p} {e} people work for {c}, which started in {f}.", "{e} employees, founded {f}: {c} of {p}", "{c} ({p}, {f}) has a staff of {e}.", "Founded in {f}, {c} of {p} now has {e} employees.", "Company: {c}\nFounded: {f}\nCity: {p}\nStaff: {e}",
        held_out=("It was in {p} that {c} began in {f}; today it pays {e} people.", "{e} people go to work at {c} in {p} every day, as others did in {f}, its first year.", "{c} opened its doors in {p} back in {f}, and {e} now belong to it."))),
    kind("l=language,spoken,lang:tongue g=greeting,phrase,word,text:word n=name,speaker,person:person", ways(
        "{n} said \"{g}\" in {l}.", "In {l} {n} would say {g}.", "{n} speaks {l} and taught me the word {g}.", "The word {g} is {l}, says {n}.", "{g} ({l}), by {n}", "How does {n} say it in {l}? {g}.", "{l}: {g} - thanks, {n}!", "{n} asked me what {g} means in {l}.",
        held_out=("I learned {g} from {n}, it is {l}.", "{n} shouted {g}, which is a {l} word.", "When {n} uses {l}, you hear {g}."))),
    kind("n=name,student,pupil:person s=subject,course,class:school g=grade,mark,points,score:rating p=passed,success,ok:passed", ways(
        "{n} {p} {s} with {g} points.", "{s}: {n}, {g} points, {p}", "With {g} points {n} {p} the {s} exam.", "{n} got {g} points in {s} and {p}.", "In {s} {n} {p}, {g} points.", "{n} sat the exam in {s}: {g} points, so {n} {p}.", "Result for {n}: {p} {s} ({g})", "{p}: {n} in {s} with {g}",
        held_out=("The exam in {s} gave {n} {g} points, which means {n} {p}.", "{g} points was all {n} had in {s}, {p}.", "Our teacher says that {n} {p} in {s}, {g} points."))),
)  # fmt: skip
