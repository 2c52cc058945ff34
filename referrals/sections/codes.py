"""The codes of every closed question of the referral, with the words shown for each. Codes are stored; words may be improved."""

from crispy_forms_gds.choices import Choice

from referrals.eligibility import behaviour

Codes = tuple[tuple[str, str], ...]

HOW_KNOWN = (
    Choice("told_me", "A child told me"),
    Choice("told_someone", "A child told someone else, and it reached me"),
    Choice("saw", "I saw it happen"),
    Choice("images", "I saw or was shown messages or images"),
)
HOW_CAME: Codes = (
    ("disclosure", "Someone chose to tell (disclosure)"),
    ("discovery", "It was found out or seen (discovery)"),
)
DIRECTNESS = (
    Choice("first_hand", "First-hand", hint="From the person it happened to, or who did it, or who saw it"),
    Choice("second_hand", "Second-hand", hint="From someone that person told"),
    Choice("third_party", "Third-party", hint="From someone further away: a relative, another service, a rumour"),
)
SAID_BY: Codes = (
    ("child_harmed", "The child harmed"),
    ("young_person", "The young person"),
    ("other_child", "Another child"),
    ("adult", "An adult"),
    ("nobody", "Nobody: it was seen or found"),
)
SEX: Codes = (("female", "Female"), ("male", "Male"), ("other", "Another answer"), ("not_known", "Not known"))
SCHOOL_YEAR: Codes = (
    ("reception", "Reception"),
    *((str(year), f"Year {year}") for year in range(1, 14)),
    ("college", "College or training"),
    ("none", "Not in school or training"),
    ("not_known", "Not known"),
)
# The harmonised groups of the 2021 census of England and Wales.
ETHNICITY: Codes = (
    ("asian_indian", "Asian: Indian"),
    ("asian_pakistani", "Asian: Pakistani"),
    ("asian_bangladeshi", "Asian: Bangladeshi"),
    ("asian_chinese", "Asian: Chinese"),
    ("asian_other", "Asian: any other background"),
    ("black_african", "Black: African"),
    ("black_caribbean", "Black: Caribbean"),
    ("black_other", "Black: any other background"),
    ("mixed_white_caribbean", "Mixed: White and Black Caribbean"),
    ("mixed_white_african", "Mixed: White and Black African"),
    ("mixed_white_asian", "Mixed: White and Asian"),
    ("mixed_other", "Mixed: any other background"),
    ("white_british", "White: English, Welsh, Scottish, Northern Irish or British"),
    ("white_irish", "White: Irish"),
    ("white_traveller", "White: Gypsy or Irish Traveller"),
    ("white_roma", "White: Roma"),
    ("white_other", "White: any other background"),
    ("arab", "Arab"),
    ("other", "Any other ethnic group"),
    ("not_said", "Prefers not to say"),
    ("not_known", "Not known"),
)
LEGAL_STATUS: Codes = (
    ("s20", "Accommodated by agreement (section 20)"),
    ("interim_care_order", "Interim care order"),
    ("care_order", "Care order"),
    ("remand", "Remanded to local authority or youth detention accommodation"),
    ("police_protection", "Police protection or emergency protection order"),
    ("yro_residence", "Youth rehabilitation order with a residence requirement"),
    ("other", "Another status"),
    ("not_known", "Not known"),
)

WHEN: Codes = (
    ("day", "On a date"),
    ("period", "Over a period, or more than once"),
    ("not_known", "I do not know when"),
)
PLACE: Codes = (
    ("own_home", "The young person’s home"),
    ("other_home", "Another home"),
    ("school", "School or college"),
    ("public", "A public place"),
    ("transport", "On the way, or on transport"),
    ("residential", "A placement, hospital or secure place"),
    ("online", "Only online"),
    ("other", "Somewhere else"),
    ("not_known", "Not known"),
)
ONLINE: Codes = (
    ("no", "No"),
    ("partly", "Yes, partly"),
    ("only", "Yes, all of it"),
    ("not_known", "Not known"),
)
FREQUENCY: Codes = (
    ("once", "Once"),
    ("few", "A few times"),
    ("many", "Many times"),
    ("ongoing", "It is still happening"),
    ("not_known", "Not known"),
)

WANTS = (
    Choice("advice", "Advice or consultation", hint="To talk through what this behaviour means and what to do"),
    Choice("assessment", "An assessment by children’s social care"),
    Choice("meeting", "A strategy or planning meeting"),
    Choice("aim2", "An AIM2 assessment by the youth offending service"),
    Choice("intervention", "Work with the young person"),
    Choice("support_harmed", "Support for the child or person harmed"),
    Choice("other", "Something else"),
)
ROUTES = (
    Choice(
        "child_protection",
        "Child protection or child in need",
        hint="Children’s social care looks at the young person’s needs and everyone’s safety. Choose this if you are not sure.",
    ),
    Choice(
        "criminal_justice",
        "Criminal justice",
        hint="The police or a court are dealing with an offence. You can choose both.",
    ),
)

HARMED_KIND = (
    Choice("child", "A child or young person"),
    Choice("adult", "An adult"),
    Choice("self", "Only the young person themselves"),
    Choice("online", "Someone known only from online contact"),
    Choice("not_known", "Someone, but it is not known who"),
)
RELATIONSHIP: Codes = (
    ("sibling", "Brother or sister"),
    ("step_sibling", "Step or half brother or sister"),
    ("foster_sibling", "Lives in the same foster or care home"),
    ("other_relative", "Cousin or other relative"),
    ("partner", "Boyfriend or girlfriend, now or before"),
    ("friend", "Friend"),
    ("pupil", "Pupil at the same school, not a friend"),
    ("neighbour", "Neighbour or family friend"),
    ("online_contact", "Met online"),
    ("worker", "Teacher, carer or other worker"),
    ("stranger", "Stranger"),
    ("other", "Another relationship"),
    ("not_known", "Not known"),
)

AGE_GAP: Codes = (
    ("none", "About the same age, within a year or so"),
    ("some", "About two years"),
    ("large", "Three years or more"),
    ("not_known", "Not known"),
)
COERCION = (
    *behaviour.COERCION[:-1],
    Choice(*behaviour.COERCION[-1], divider="or"),
    ("none_seen", "None of these was seen or described"),
    ("not_known", "Not known"),
)
ALONE = ("none_seen", "not_known")

HACKETT = (
    *(Choice(c.code, f"{c.order}. {c.title}", hint=c.markers) for c in behaviour.HACKETT),
    Choice("not_judged", "I cannot judge this", hint="Specialists will. Leaving it open delays nothing."),
)
BROOK_EDITION: Codes = tuple((edition.code, edition.title) for edition in behaviour.BROOK)

LEARNING_NEED: Codes = (
    ("known", "Known"),
    ("suspected", "Suspected"),
    ("none_known", "None known"),
    ("not_known", "I do not know"),
)
NEURODIVERSITY = (
    ("autism", "Autism"),
    ("adhd", "ADHD"),
    ("language", "A speech, language or communication need"),
    ("fasd", "Fetal alcohol spectrum disorder"),
    Choice("other", "Something else", divider="or"),
    ("none_known", "None known"),
)
EHCP: Codes = (("yes", "Yes"), ("in_assessment", "Being assessed"), ("no", "No"), ("not_known", "Not known"))

OWN_HARM = (
    Choice("known", "Yes, known"),
    Choice("suspected", "Suspected"),
    Choice("none_known", "Not that anyone knows"),
)
HARM_KINDS: Codes = (
    ("sexual", "Sexual abuse"),
    ("physical", "Physical abuse"),
    ("emotional", "Emotional abuse"),
    ("neglect", "Neglect"),
    ("domestic_abuse", "Living with domestic abuse"),
    ("exploitation", "Exploitation"),
    ("online", "Harm online, or seeing harmful sexual material"),
)

PARENT: Codes = (
    ("mother", "Mother"),
    ("father", "Father"),
    ("step_parent", "Step-parent or parent’s partner"),
    ("grandparent", "Grandparent"),
    ("other_relative", "Another relative"),
    ("foster_carer", "Foster carer"),
    ("residential_worker", "Key worker in a home"),
    ("local_authority", "Local authority"),
    ("other", "Someone else"),
)
RISKS: Codes = (("yes", "Yes"), ("none_known", "None known"), ("not_known", "I do not know"))
PARENTS_KNOW: Codes = (("yes", "Yes"), ("some", "One of them, or part of it"), ("no", "No"), ("not_known", "Not known"))
PARENTS_AGREE: Codes = (
    ("agree", "They agree"),
    ("some", "One agrees, another does not"),
    ("disagree", "They do not agree"),
    ("not_sought", "They have not been asked"),
)

STEPS = (
    ("kept_apart", "Kept the children apart"),
    ("supervision", "Arranged for an adult to be with them"),
    ("devices", "Made phones or devices safe, without looking through them"),
    ("school_plan", "Made a plan in school or the placement"),
    ("parents_told", "Told parents or carers"),
    ("police_called", "Called the police"),
    Choice("medical", "Got medical help", divider="or"),
    ("none_yet", "Nothing yet"),
)

CONSENT: Codes = (("given", "Given"), ("refused", "Refused"), ("not_asked", "Not asked yet"))
ADMISSION: Codes = (
    ("full", "Admitted in full"),
    ("partial", "Admitted in part"),
    ("none", "Not admitted"),
    ("no_comment", "No comment"),
    ("not_interviewed", "Not interviewed yet"),
)
ALLEGATION_STATUS = (
    Choice("investigation", "Reported or being investigated"),
    Choice("bail", "On bail"),
    Choice("rui", "Released under investigation"),
    Choice("charged", "Charged"),
    Choice("court_order", "A court has made an order"),
    Choice("nfa", "No further action"),
)
