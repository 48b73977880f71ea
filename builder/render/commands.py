r"""The LaTeX that every output knows: what MathJax, the engine for MathML and the font for print have in common.

A command outside this list is a fault in the source: MathJax would show it in red, and the others its bare name.
"""

from __future__ import annotations

from typing import Final

SYMBOLS: Final = frozenset(
    rf"\{name}"
    for name in (
        "Bbbk Box Bumpeq Cap Coloneq Coloneqq Cup Delta Diamond Doteq Downarrow Finv Game Gamma Im Lambda Leftarrow "
        "Leftrightarrow Lleftarrow Longleftarrow Longleftrightarrow Longrightarrow Lsh Omega Phi Pi Pr Psi Re "
        "Rightarrow Rrightarrow Rsh S Sigma Subset Supset Theta Uparrow Updownarrow Upsilon Vdash Vert Vvdash Xi "
        "aleph alpha amalg angle approx approxeq arccos arcsin arctan arg ast asymp backepsilon backprime backsim "
        "backsimeq barwedge because beta beth between bigcap bigcirc bigcup bigodot bigoplus bigotimes bigsqcup "
        "bigstar bigtimes bigtriangledown bigtriangleup biguplus bigvee bigwedge blacklozenge blacksquare "
        "blacktriangle blacktriangledown blacktriangleleft blacktriangleright bot bowtie boxdot boxminus boxplus "
        "boxtimes bullet bumpeq cap cdot cdotp cdots centerdot checkmark chi circ circeq circlearrowleft "
        "circlearrowright circledR circledS circledast circledcirc circleddash clubsuit colon coloneq coloneqq "
        "complement cong coprod cos cosh cot coth csc cup curlyeqprec curlyeqsucc curlyvee curlywedge curvearrowleft "
        "curvearrowright dagger daleth dashleftarrow dashrightarrow dashv ddagger ddots deg delta det diagdown diagup "
        "diamond diamondsuit digamma dim div divideontimes doteq doteqdot dotplus dots dotsb dotsc dotsi dotsm dotso "
        "doublebarwedge downarrow downdownarrows downharpoonleft downharpoonright ell emptyset epsilon eqcirc eqcolon "
        "eqqcolon eqsim eqslantgtr eqslantless equiv eta eth exists exp fallingdotseq flat forall frown gamma gcd ge "
        "geq geqq geqslant gets gg ggg gggtr gimel gnapprox gneq gneqq gnsim gt gtrapprox gtrdot gtreqless gtreqqless "
        "gtrless gtrsim gvertneqq hbar heartsuit hom hookleftarrow hookrightarrow hslash iff iiiint iiint iint imath "
        "impliedby implies in inf infty injlim int intercal intop iota jmath kappa ker lVert lambda land langle "
        "lbrace lbrack lceil ldotp ldots le leadsto leftarrow leftarrowtail leftharpoondown leftharpoonup "
        "leftleftarrows leftrightarrow leftrightarrows leftrightharpoons leftrightsquigarrow leftthreetimes leq leqq "
        "leqslant lessapprox lessdot lesseqgtr lesseqqgtr lessgtr lesssim lfloor lg lgroup lhd lim liminf limsup ll "
        "llcorner lll llless lmoustache ln lnapprox lneq lneqq lnot lnsim log longleftarrow longleftrightarrow "
        "longmapsto longrightarrow looparrowleft looparrowright lor lozenge lparen lrcorner lt ltimes lvert lvertneqq "
        "maltese mapsto max measuredangle mho mid min models mp mu multimap nLeftarrow nLeftrightarrow nRightarrow "
        "nVDash nVdash nabla natural ncong ne nearrow neg neq nexists ngeq ngeqq ngeqslant ngtr ni nleftarrow "
        "nleftrightarrow nleq nleqslant nless nmid notin nparallel nprec npreceq nrightarrow nshortmid nshortparallel "
        "nsim nsubseteq nsubseteqq nsucc nsucceq nsupseteq ntriangleleft ntrianglelefteq ntriangleright "
        "ntrianglerighteq nu nvDash nvdash nwarrow odot oint omega omicron ominus oplus oslash otimes owns parallel "
        "partial perp phi pi pitchfork pm prec precapprox preccurlyeq preceq precnapprox precneqq precnsim precsim "
        "prime prod projlim propto psi quad rVert rangle rbrace rbrack rceil rfloor rgroup rhd rho rightarrow "
        "rightarrowtail rightharpoondown rightharpoonup rightleftarrows rightleftharpoons rightrightarrows "
        "rightsquigarrow rightthreetimes risingdotseq rmoustache rparen rtimes rvert searrow sec setminus sharp "
        "shortmid sigma sim simeq sin sinh smallfrown smallint smallsetminus smallsmile smile spadesuit "
        "sphericalangle sqcap sqcup sqsubset sqsubseteq sqsupset sqsupseteq square star subset subseteq subseteqq "
        "subsetneq subsetneqq succ succapprox succcurlyeq succeq succnapprox succneqq succnsim succsim sum sup supset "
        "supseteq supseteqq supsetneq supsetneqq surd swarrow tan tanh tau therefore theta thickapprox thicksim times "
        "to top triangle triangledown triangleleft trianglelefteq triangleq triangleright trianglerighteq "
        "twoheadleftarrow twoheadrightarrow ulcorner unlhd unrhd uparrow updownarrow upharpoonleft upharpoonright "
        "uplus upsilon upuparrows urcorner vDash varDelta varGamma varLambda varOmega varPhi varPi varPsi varSigma "
        "varTheta varUpsilon varXi varepsilon varinjlim varkappa varliminf varlimsup varnothing varphi varpi "
        "varprojlim varpropto varrho varsigma varsubsetneq varsubsetneqq varsupsetneq varsupsetneqq vartheta "
        "vartriangle vartriangleleft vartriangleright vdash vdots vee veebar vert wedge wp wr xi zeta "
    ).split()
)
"""Letters, operators, relations, arrows, brackets and names of functions, which stand for themselves."""

_CHARACTERS: Final = frozenset({rf"\{character}" for character in "#$%&_{}|,:;!> "})
_ACCENTS: Final = (
    "acute bar breve check dddot ddot dot grave hat mathring overbrace overbracket overleftarrow "
    "overleftrightarrow overline overparen overrightarrow tilde underbrace underbracket underleftarrow "
    "underline underparen underrightarrow vec widehat widetilde"
)
_FONTS: Final = "Bbb boldsymbol mathbb mathbf mathcal mathfrak mathit mathnormal mathrm mathscr mathsf mathtt pmb"
_ARROWS: Final = (
    "xLeftarrow xRightarrow xLeftrightarrow xhookleftarrow xhookrightarrow xleftarrow xleftrightarrow xmapsto "
    "xrightarrow"
)
_FORMS: Final = (
    "binom boxed cfrac choose dbinom dfrac frac hphantom not overset over phantom sqrt stackrel substack tbinom tfrac "
    "underset vphantom"
)
_SPACES: Final = "enspace negthinspace nobreakspace qquad quad space thinspace"
_LAYOUT: Final = "bmod cr displaystyle limits mod nolimits nonumber notag pmod scriptscriptstyle scriptstyle textstyle"

SIZES: Final = frozenset({rf"\{size}{side}" for size in ("big", "Big", "bigg", "Bigg") for side in ("", "l", "m", "r")})
"""The commands that set the size of the bracket behind them."""

COMMANDS: Final = (
    SYMBOLS
    | _CHARACTERS
    | SIZES
    | {rf"\{name}" for names in (_ACCENTS, _FONTS, _ARROWS, _FORMS, _SPACES, _LAYOUT) for name in names.split()}
    | {r"\left", r"\middle", r"\right", r"\\"}
)
"""All that may stand in mathematics, but for the commands whose argument is text, a name or an environment."""

DELIMITERS: Final = frozenset("()[]/|.<>") | {
    rf"\{name}"
    for name in (
        "{ } | lbrace rbrace lbrack rbrack langle rangle lceil rceil lfloor rfloor lvert rvert lVert rVert vert "
        "Vert lgroup rgroup lmoustache rmoustache ulcorner urcorner llcorner lrcorner uparrow downarrow "
        "updownarrow Uparrow Downarrow Updownarrow"
    ).split()
}
"""What may stand behind ``\\left``, ``\\middle``, ``\\right`` and the commands of size."""

_NO_DEFINITIONS: Final = "A formula cannot define commands: write out what it stands for."
_NO_NUMBERS: Final = "Formulas have no numbers here: a card is shown alone."
_NO_COLOUR: Final = "Colours are the theme's, which knows night mode and print."
HINTS: Final = {
    r"\argmax": r"Write `\operatorname*{arg\,max}`.",
    r"\argmin": r"Write `\operatorname*{arg\,min}`.",
    r"\bf": r"Write `\mathbf{…}`.",
    r"\bm": r"Write `\boldsymbol{…}`.",
    r"\cal": r"Write `\mathcal{…}`.",
    r"\ce": r"Write the elements as `\mathrm{…}`.",
    r"\color": _NO_COLOUR,
    r"\colorbox": _NO_COLOUR,
    r"\textcolor": _NO_COLOUR,
    r"\def": _NO_DEFINITIONS,
    r"\newcommand": _NO_DEFINITIONS,
    r"\renewcommand": _NO_DEFINITIONS,
    r"\DeclareMathOperator": "Write `\\operatorname{…}` where the operator stands.",
    r"\degree": r"Write `^\circ`.",
    r"\it": r"Write `\mathit{…}`.",
    r"\label": _NO_NUMBERS,
    r"\ref": _NO_NUMBERS,
    r"\eqref": _NO_NUMBERS,
    r"\tag": _NO_NUMBERS,
    r"\rm": r"Write `\mathrm{…}`.",
    r"\R": r"Write `\mathbb{R}`.",
    r"\(": "The formula has begun already: leave it out.",
    r"\)": "The formula has begun already: leave it out.",
    r"\[": "The formula has begun already: leave it out.",
    r"\]": "The formula has begun already: leave it out.",
}
"""What to write instead of commands that authors try."""
