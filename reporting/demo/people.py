"""The people of the demonstration and what they are granted."""

from collections.abc import Mapping

from django.contrib.auth.hashers import make_password

from pmo.core.models import Grant, User
from pmo.core.models.grant import Scope
from pmo.core.queries.people import DEMO_PASSWORD
from pmo.core.roles import Role
from portfolio.models import Portfolio
from projects.models import Project
from reporting.demo.store import Store
from reporting.demo.story.group import MANAGERS, PERSONAS, TEAM, PersonStory

People = Mapping[str, User]


def create_people(store: Store) -> dict[str, User]:
    """Everybody by user name. Personas sign in with the demonstration's password, the others not at all."""
    password = make_password(DEMO_PASSWORD)
    people = [_person(story, f"{story.username}@demo.vigie", password) for story in PERSONAS]
    people += [_person(story, f"{story.username}@example.org", make_password(None)) for story in MANAGERS]
    for person in people:
        store.identify(person)
    User.objects.bulk_create(people)
    return {person.username: person for person in people}


def _person(story: PersonStory, email: str, password: str) -> User:
    return User(
        username=story.username,
        email=email,
        password=password,
        first_name=story.first_name,
        last_name=story.last_name,
        job_title=story.job_title,
        language=story.language,
    )


def grant_roles(people: People, portfolios: Mapping[str, Portfolio], projects: Mapping[str, Project]) -> None:
    """Roles on the organisation or a portfolio, then on single projects."""
    grants = [_wide(story, people, portfolios) for story in PERSONAS if story.role]
    grants += [_on_project(project.manager, Role.PROJECT_MANAGER, project) for project in projects.values()]
    for username, codes in TEAM:
        grants += [_on_project(people[username], Role.TEAM_MEMBER, projects[code]) for code in codes]
    Grant.objects.bulk_create(grants)


def _wide(story: PersonStory, people: People, portfolios: Mapping[str, Portfolio]) -> Grant:
    if story.portfolio:
        place = portfolios[story.portfolio]
        return Grant(user=people[story.username], role=story.role, scope=Scope.PORTFOLIO, portfolio=place)
    return Grant(user=people[story.username], role=story.role, scope=Scope.ORGANISATION)


def _on_project(user: User | None, role: Role, project: Project) -> Grant:
    return Grant(user=user, role=role, scope=Scope.PROJECT, project=project)
