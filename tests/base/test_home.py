from odoo.tests import tagged

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
        }
        for role in ROLE_GROUPS:
            server_action = self.env.ref('aftersales.action_home').with_user(getattr(self, f'user_{role}'))
            action = server_action.run()
            expected = self.env.ref(f"aftersales.{homes.get(role, 'action_orders_in_house')}")
            self.assertEqual(action['id'], expected.id, role)
