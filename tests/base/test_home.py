from odoo.tests import new_test_user, tagged

from odoo.addons.aftersales.tests.common import ROLE_GROUPS, AftersalesCommon


@tagged('post_install', '-at_install')
class TestHome(AftersalesCommon):

    def test_application_opens_on_the_role_s_work(self):
        """A2: each role sees first what it does today."""
        homes = {
            'technician': 'action_my_jobs',
            'dispatcher': 'action_workshop_board',
            'inspector': 'aftersales_inspection_action',
            'parts': 'action_parts_to_issue',
            'accountant': 'action_orders_to_invoice',
            'care': 'action_care_today',
            'manager': 'action_today',
            'claims': 'action_claims_today',
            'trainer': 'action_training_sessions',
        }
        for role in ROLE_GROUPS:
            server_action = self.env.ref('aftersales.action_home').with_user(getattr(self, f'user_{role}'))
            action = server_action.run()
            expected = self.env.ref(f"aftersales.{homes.get(role, 'action_orders_in_house')}")
            self.assertEqual(action['id'], expected.id, role)

    def test_each_role_lands_in_the_application(self):
        """faults U16: who becomes one of ours begins the day in After-Sales; who begins elsewhere stays there."""
        home = self.env.ref('aftersales.action_home')
        group = self.env.ref('aftersales.group_advisor')
        other = self.env['ir.actions.actions'].browse(self.env.ref('base.action_partner_form').id)
        new = new_test_user(self.env, 'landing', groups='base.group_user,aftersales.group_technician')
        plain, chosen, admin = (
            new_test_user(self.env, login, groups='base.group_user') for login in ('plain', 'chosen', 'admin_of_all'))
        self.assertEqual(new.action_id.id, home.id)
        self.assertFalse(plain.action_id)
        chosen.action_id = other
        admin.group_ids |= self.env.ref('base.group_system')
        for user in (plain, chosen, admin):
            user.group_ids |= group
        self.assertEqual([user.action_id.id for user in (plain, chosen, admin)], [home.id, other.id, False])
        plain.action_id = False
        plain.group_ids |= self.env.ref('aftersales.group_parts')
        self.assertFalse(plain.action_id, "His own choice stays.")
