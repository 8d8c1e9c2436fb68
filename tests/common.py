from odoo.fields import Command
from odoo.tests import TransactionCase

from .cast import ROLE_GROUPS, call_cast


class AftersalesCommon(TransactionCase):
    """A dealership with one user a role, ``cls.user_<role>``; its traits say what else of the standing cast is there.

    :cvar with_outlet: an outlet with its people, an operation, and two cars of one customer
    :cvar with_store: parts on the outlet's shelves
    :cvar with_papers: the orders are of an outlet with bins, serial numbers and two customers
    :cvar with_books: instead a company with a chart of accounts; everybody works there
    """
    with_outlet = False
    with_store = False
    with_papers = False
    with_books = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.ref('base.main_company')
        scenes = [name for name in ('outlet', 'store', 'papers', 'books') if getattr(cls, f'with_{name}')]
        for name, record in call_cast(cls.env, 'people', *scenes).items():
            setattr(cls, name, record)
        if cls.with_books:
            cls._move_to(cls.company)

    @classmethod
    def _move_to(cls, company):
        """Everybody works for ``company``, and so does what the test writes itself."""
        people = cls.env['res.users'].union(*(getattr(cls, f'user_{role}') for role in ROLE_GROUPS))
        people.write({'company_ids': [Command.set(company.ids)], 'company_id': company.id})
        cls.env.user.company_ids |= company
        cls.env = cls.env(context=dict(cls.env.context, allowed_company_ids=company.ids, tracking_disable=True))
