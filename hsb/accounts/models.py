"""Who can sign in. A person's roles are memberships of agencies (`hsb.agencies`), never flags here."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import Group, PermissionsMixin
from django.db import models

from hsb.accounts.models_guesses import GuessAllowance

__all__ = ["GuessAllowance", "User"]


class UserQuerySet(models.QuerySet["User"]):
    def active(self) -> "UserQuerySet":
        return self.filter(is_active=True)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def create_user(self, email: str, full_name: str, password: str | None = None, **extra: object) -> "User":
        """Make a person with a personal group; without a password they cannot sign in until they set one."""
        email = self.normalize_email(email).lower()
        group, _ = Group.objects.get_or_create(name=f"person:{uuid.uuid4()}")
        user: User = self.model(email=email, full_name=full_name, personal_group=group, **extra)
        user.set_password(password)
        user.save(using=self._db)
        user.groups.add(group)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A professional. There is no superuser in daily use: being one opens no case (design.md §5)."""

    email = models.EmailField("e-mail address", unique=True)
    full_name = models.CharField(max_length=200)
    job_title = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    is_active = models.BooleanField(default=True)
    personal_group = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="person")
    joined_at = models.DateTimeField(auto_now_add=True)
    left_at = models.DateTimeField(null=True, blank=True)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    def __str__(self) -> str:
        return self.full_name

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name.split(" ")[0]
