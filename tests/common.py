import unittest
from contextlib import contextmanager
from unittest.mock import patch

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.modules.registry import _CACHES_BY_KEY as CACHES
from odoo.tests import HttpCase, TransactionCase

from .cast import ROLE_GROUPS, call_cast
from .steps import Steps

# A page's last request may come when the next test has begun but is not set up yet: it is turned away like any other that
# belongs to no test, instead of meeting a test that lacks what core asks it for.
HttpCase.http_request_key = ''
HttpCase.http_request_allow_all = False


class AftersalesCommon(Steps, TransactionCase):
    """A dealership with one user a role, ``cls.user_<role>``; its traits say what else of the standing cast is there.

    :cvar with_outlet: an outlet with its people, an operation, and two cars of one customer
    :cvar with_store: parts on the outlet's shelves
    :cvar with_papers: the orders are of an outlet with bins, serial numbers and two customers
    :cvar with_books: instead a company with a chart of accounts; everybody works there
    :cvar with_shop: goods, an operation and a menu of that company
    """
    with_outlet = False
    with_store = False
    with_papers = False
    with_books = False
    with_shop = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.ref('base.main_company')
        scenes = [name for name in ('outlet', 'store', 'papers', 'books', 'shop') if getattr(cls, f'with_{name}')]
        cast = call_cast(cls.env, 'people', *scenes)
        for name, record in cast.items():
            setattr(cls, name, record)
        if cls.with_books:
            cls._move_to(cls.company)
            for name, record in cast.items():  # what the test does with them it does in that company
                setattr(cls, name, record.with_env(cls.env))

    def setUp(self):
        """Core clears every cache after each test; here what nothing invalidated stays for the next test of the class."""
        invalidated = set()
        registry, clear = self.registry, self.registry.clear_cache

        def clear_cache(*names):
            invalidated.update(names or ('default',))
            clear(*names)

        def clear_all_caches():
            clear_cache(*CACHES)

        def clear_invalidated():
            if invalidated:
                clear(*invalidated)

        with patch.object(registry, 'clear_all_caches', clear_invalidated):
            super().setUp()
        self.patch(registry, 'clear_cache', clear_cache)
        self.patch(registry, 'clear_all_caches', clear_all_caches)

    # === COST ===#

    def count_queries(self, action, *args):
        """What ``action`` asks of the database with nothing read yet and nothing left to write."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        action(*args)
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def assertFlat(self, action, one, many, slack=0, warm_up=None):
        """``action`` takes no more queries for ``many`` than for ``one``, but for ``slack``.

        :param warm_up: what to call it with before, so that what is read once a process is read; ``one`` if not given
        """
        def alone(what):
            """Records that are read with each other, not with all that the test made."""
            return what.browse(what.ids) if isinstance(what, models.BaseModel) else what

        action(alone(one if warm_up is None else warm_up))
        few, more = (self.count_queries(action, alone(what)) for what in (one, many))
        self.assertLessEqual(more, few + slack, f"{few} queries for one, {more} for many")

    # === REFUSALS ===#

    @contextmanager
    def assertRefused(self, savepoint):
        """As ``assertRaises(UserError)`` for thousands of attempts: only what was changed is taken back and read again.

        :param savepoint: where to go back to; whoever opened it goes back at the end all the same
        """
        try:
            with unittest.TestCase.assertRaises(self, UserError) as caught:
                yield caught
        except BaseException:
            self._go_back(savepoint)
            raise
        if self.is_dirty():
            self._go_back(savepoint)

    def _go_back(self, savepoint):
        self.env.clear()
        savepoint.rollback()

    def is_dirty(self):
        """Whether something is left to write or to compute."""
        transaction = self.env.transaction
        return any(transaction.field_dirty.values()) or any(transaction.tocompute.values())

    # === MOVING ===#

    @classmethod
    def _move_to(cls, company):
        """Everybody works for ``company``, and so does what the test writes itself."""
        people = cls.env['res.users'].union(*(getattr(cls, f'user_{role}') for role in ROLE_GROUPS))
        people.write({'company_ids': [Command.set(company.ids)], 'company_id': company.id})
        cls.env.user.company_ids |= company
        cls.env = cls.env(context=dict(cls.env.context, allowed_company_ids=company.ids, tracking_disable=True))
