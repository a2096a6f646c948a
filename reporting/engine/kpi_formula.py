"""KPI formulas: arithmetic over measures, and nothing else.

Allowed: numbers, ``+ - * /``, parentheses, ``min max abs round`` and the names of measures. A measure that is not
known, or a division by 0, makes the result unknown.
"""

import ast
from collections.abc import Callable, Collection, Mapping
from decimal import Decimal, DecimalException
from typing import Any

from simpleeval import InvalidExpression, SimpleEval

MAX_LENGTH = 500
MAX_NODES = 200
OPERATORS: dict[type[ast.AST], tuple[str, Callable[..., Decimal]]] = {
    ast.Add: ("+", lambda a, b: a + b),
    ast.Sub: ("-", lambda a, b: a - b),
    ast.Mult: ("*", lambda a, b: a * b),
    ast.Div: ("/", lambda a, b: a / b),
    ast.USub: ("-", lambda a: -a),
    ast.UAdd: ("+", lambda a: +a),
}
FUNCTIONS: dict[str, Callable[..., Decimal]] = {
    "min": min,
    "max": max,
    "abs": abs,
    "round": lambda value, places=Decimal(0): round(value, int(places)),
}
ARITY = {"min": (2, 20), "max": (2, 20), "abs": (1, 1), "round": (1, 2)}


def gettext_noop(message: str) -> str:
    """Mark a message for the translators without importing Django; xgettext knows this name."""
    return message


class FormulaError(ValueError):
    """The formula cannot be accepted. ``position`` is the column of the fault, counted from 1.

    ``reason`` is the English sentence; a page translates ``template`` and fills in ``params``.
    """

    def __init__(self, template: str, position: int, **params: object) -> None:
        self.template = template
        self.params = params
        self.reason = template % params if params else template
        self.position = position
        super().__init__(f"{self.reason} (position {position})")


ONLY_OPERATORS = gettext_noop("only the operators + - * / are allowed")


def operands(formula: str, names: Collection[str]) -> tuple[str, ...]:
    """The measures a formula uses, in order.

    :raises FormulaError: when it is not a formula over ``names``.
    """
    return _parse(formula, names)[1]


def evaluate(formula: str, values: Mapping[str, Decimal | None]) -> Decimal | None:
    """The value of a formula; unknown when an operand is, or a divisor is 0.

    :raises FormulaError: when it is not a formula over the names in ``values``.
    """
    tree, used = _parse(formula, values)
    if any(values[name] is None for name in used):
        return None
    evaluator = SimpleEval(
        operators={node: function for node, (_, function) in OPERATORS.items()},
        functions=FUNCTIONS,
        names={name: values[name] for name in used},
    )
    try:
        result = evaluator.eval(formula, previously_parsed=tree)
    except DecimalException:
        return None  # a division by 0, or a value beyond any amount: not a number one could show
    except InvalidExpression as error:
        raise FormulaError(str(error), 1) from error
    return Decimal(result)


def _parse(formula: str, names: Collection[str]) -> tuple[ast.expr, tuple[str, ...]]:
    if not formula.strip():
        raise FormulaError(gettext_noop("the formula is empty"), 1)
    if len(formula) > MAX_LENGTH:
        too_long = gettext_noop("a formula has at most %(limit)d characters, not %(length)d")
        raise FormulaError(too_long, MAX_LENGTH + 1, limit=MAX_LENGTH, length=len(formula))
    text = formula.replace("\n", " ").replace("\r", " ").replace("\t", " ")
    leading = len(text) - len(text.lstrip())
    try:
        tree = ast.parse(text.lstrip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        # The parser gives offset 0 where the text ends too early.
        where = getattr(error, "offset", None) or len(text.strip()) + 1
        raise FormulaError(gettext_noop("this is not an arithmetic expression"), where + leading) from None
    checker = _Checker(text.lstrip(), frozenset(names), leading)
    return checker.visit(tree), tuple(dict.fromkeys(checker.used))


class _Checker(ast.NodeTransformer):
    """Refuses whatever is not arithmetic, and reads numbers as exact decimals."""

    def __init__(self, text: str, names: frozenset[str], leading: int) -> None:
        self.text = text
        self.names = names
        self.leading = leading
        self.used: list[str] = []
        self.seen = 0

    def visit(self, node: ast.AST) -> Any:
        self.seen += 1
        if self.seen > MAX_NODES:
            self._refuse(gettext_noop("the formula is too complicated"), node)
        return super().visit(node)

    def generic_visit(self, node: ast.AST) -> ast.AST:
        allowed = gettext_noop("only numbers, measures, + - * / and min, max, abs, round are allowed")
        return self._refuse(allowed, node)

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        if type(node.op) not in OPERATORS:
            self._refuse(ONLY_OPERATORS, node)
        node.left, node.right = self.visit(node.left), self.visit(node.right)
        return node

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        if type(node.op) not in OPERATORS:
            self._refuse(ONLY_OPERATORS, node)
        node.operand = self.visit(node.operand)
        return node

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        if isinstance(node.value, bool) or not isinstance(node.value, int | float):
            self._refuse(gettext_noop("only numbers are allowed here"), node)
        try:
            exact = Decimal(ast.get_source_segment(self.text, node) or "")
        except DecimalException:
            self._refuse(gettext_noop("write numbers as 1234.5"), node)
        return ast.copy_location(ast.Constant(exact), node)  # type: ignore[arg-type]

    def visit_Name(self, node: ast.Name) -> ast.AST:
        if node.id not in self.names:
            self._refuse(gettext_noop("“%(name)s” is not a measure"), node, name=node.id)
        self.used.append(node.id)
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        if not isinstance(node.func, ast.Name) or node.func.id not in FUNCTIONS:
            return self._refuse(gettext_noop("only the functions min, max, abs and round are allowed"), node)
        least, most = ARITY[node.func.id]
        if node.keywords or not least <= len(node.args) <= most:
            counted = gettext_noop("%(function)s takes %(least)d to %(most)d values")
            self._refuse(counted, node, function=node.func.id, least=least, most=most)
        if node.func.id == "round" and len(node.args) == 2 and not _is_places(node.args[1]):
            self._refuse(gettext_noop("round takes a whole number of places from 0 to 9"), node.args[1])
        node.args = [self.visit(argument) for argument in node.args]
        return node

    def _refuse(self, template: str, node: ast.AST, **params: object) -> ast.AST:
        column = len(self.text.encode()[: getattr(node, "col_offset", 0)].decode(errors="ignore"))
        raise FormulaError(template, column + self.leading + 1, **params)


def _is_places(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) is int and 0 <= node.value <= 9
