from odoo import models
from odoo.fields import Command
from odoo.tests import TransactionCase

from .cast import ROLE_GROUPS, call_cast
from .steps import Steps


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

    # === MOVING ===#

    @classmethod
    def _move_to(cls, company):
        """Everybody works for ``company``, and so does what the test writes itself."""
        people = cls.env['res.users'].union(*(getattr(cls, f'user_{role}') for role in ROLE_GROUPS))
        people.write({'company_ids': [Command.set(company.ids)], 'company_id': company.id})
        cls.env.user.company_ids |= company
        cls.env = cls.env(context=dict(cls.env.context, allowed_company_ids=company.ids, tracking_disable=True))
