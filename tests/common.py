from odoo.tests import TransactionCase, new_test_user

# One login a role; tests run as these users, never as the superuser.
ROLE_GROUPS = {
    'technician': 'aftersales.group_technician',
    'advisor': 'aftersales.group_advisor',
    'parts': 'aftersales.group_parts',
    'claims': 'aftersales.group_claims',
    'care': 'aftersales.group_care',
    'dispatcher': 'aftersales.group_dispatcher',
    'inspector': 'aftersales.group_inspector',
    'trainer': 'aftersales.group_trainer',
    'manager': 'aftersales.group_manager',
    'accountant': 'account.group_account_invoice',
}


class AftersalesCommon(TransactionCase):
    """A small dealership with one user a role: ``cls.user_<role>``."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.ref('base.main_company')
        for role, group in ROLE_GROUPS.items():
            user = new_test_user(
                cls.env, login=f'as_{role}', context={'no_reset_password': True}, groups=f'base.group_user,{group}',
                name=f'Test {role.title()}', company_id=cls.company.id,
                company_ids=[(6, 0, cls.company.ids)],
            )
            setattr(cls, f'user_{role}', user)
