import re

from lxml import etree

from odoo.tests import tagged

from odoo.addons.aftersales.tests.common import ROLE_GROUPS, AftersalesCommon

# capability -> the roles that have it; the manager has what any role of After-Sales has.
CAPABILITIES = {
    'answer': {'advisor', 'dispatcher', 'claims', 'care'},
    'approve_part': {'dispatcher'},
    'approve_free': {'advisor', 'dispatcher', 'claims'},
    'board': {'advisor', 'dispatcher', 'technician', 'inspector'},
    'accident': {'advisor', 'claims'},
    'book': {'advisor', 'dispatcher', 'care'},
    'benefit': {'advisor', 'care'}, 'redeem': {'advisor', 'care', 'parts'},
    'book_complaint': {'accountant'},
    'book_rescue': {'accountant'},
    'campaign': {'advisor', 'care'},
    'cash_difference': set(), 'confirm_cash': {'accountant'},
    'check': {'advisor', 'dispatcher', 'technician', 'inspector'},
    'check_stage': {'technician', 'inspector'}, 'work_spot': {'dispatcher', 'inspector'},
    'counter_sale': {'advisor', 'parts'},
    'claim_part': {'parts', 'claims'}, 'comeback': {'advisor', 'dispatcher'}, 'competitor_price': {'advisor', 'parts', 'care'},
    'complete_file': {'advisor', 'dispatcher', 'care'},
    'decide_stocking': set(), 'deposit': {'advisor', 'parts'},
    'dispatch_rescue': {'dispatcher', 'care'}, 'dispute': {'advisor', 'care'}, 'contract': {'advisor', 'care'},
    'exchange': set(), 'privacy': set(), 'note_personal_request': {'advisor', 'care'},
    'day_report': {'dispatcher'},
    'train': {'trainer'}, 'equipment': {'dispatcher'}, 'use_tool': {'technician', 'dispatcher', 'inspector'},
    'decide_idea': set(),
    'site_check': {'dispatcher', 'inspector', 'parts'},
    'appraise': set(), 'analyse': set(), 'costing': {'accountant'}, 'see_fault': {'claims'},
    'audit': {'inspector', 'trainer'}, 'risk': {'dispatcher', 'inspector'},
    'end_hold': {'advisor', 'dispatcher', 'parts', 'claims', 'technician'},
    'exit_pass': {'advisor', 'dispatcher', 'accountant'},
    'followup': {'advisor', 'care'}, 'summarise_followup': {'care'},
    'finding': {'advisor', 'dispatcher', 'claims', 'care', 'technician', 'inspector'},
    'give_car': {'advisor'}, 'give_old_part': {'advisor', 'parts'},
    'handle_complaint': {'care'}, 'handover': {'advisor', 'technician', 'inspector'},
    'hold': {'advisor', 'dispatcher', 'parts', 'claims'},
    'investigate_complaint': {'dispatcher', 'inspector', 'care'},
    'job': {'advisor', 'dispatcher', 'claims'},
    'keep_agreement': {'accountant'},
    'law': {'claims'},
    'loan': {'advisor', 'dispatcher'},
    'lost_sale': {'advisor', 'dispatcher', 'parts'},
    'order': {'advisor', 'dispatcher'},
    'note_wish': {'advisor', 'dispatcher', 'care'},
    'part_defect': {'technician', 'advisor', 'parts', 'claims'},
    'plan': {'advisor', 'dispatcher'},
    'plan_loan': {'dispatcher'},
    'price': {'advisor', 'dispatcher', 'claims', 'care', 'parts', 'accountant'},
    'print': {'advisor', 'dispatcher', 'claims', 'care'},
    'propose_free': {'technician', 'advisor', 'dispatcher', 'claims'},
    'remind': {'advisor', 'care'},
    'request_parts': {'advisor', 'dispatcher', 'parts'},
    'see_billing': {'accountant'},
    'see_claim': {'claims', 'accountant'},
    'see_comebacks': {'advisor', 'dispatcher', 'inspector'},
    'see_complaint': {'advisor', 'dispatcher', 'inspector', 'care', 'claims', 'parts'},
    'see_findings': {'advisor', 'dispatcher', 'care', 'inspector'},
    'see_inspections': {'dispatcher', 'inspector'},
    'see_law': {'advisor', 'dispatcher', 'claims'},
    'see_loan': {'advisor', 'dispatcher', 'claims', 'care', 'accountant'},
    'see_people_fact': set(),
    'teach': {'trainer'},
    'see_rescue': {'advisor', 'dispatcher', 'care', 'technician'},
    'see_station': {'claims', 'dispatcher', 'accountant'},
    'see_survey': {'care'},
    'sell': {'advisor', 'dispatcher', 'claims', 'care'},
    'settle_claim': {'claims', 'accountant'},
    'steer_action': {'dispatcher', 'inspector', 'care'},
    'stocking': {'parts'},
    'store': {'parts'}, 'see_store': {'parts', 'accountant'}, 'spot_check': {'accountant'}, 'writedown': {'accountant'},
    'sublet': {'advisor', 'dispatcher', 'parts'},
    'take_complaint': {'advisor', 'dispatcher', 'care'},
    'see_tyre': {'advisor', 'dispatcher', 'parts', 'technician', 'care'},
    'take_rescue': {'advisor', 'dispatcher', 'care'},
    'take_old_part': {'claims', 'parts'}, 'take_part_out': {'technician', 'parts'},
    'time': {'dispatcher', 'technician'},
    'tyre': {'advisor', 'dispatcher', 'parts'},
    'value': {'advisor', 'care'},
    'withdraw_claim': {'accountant'},
}


@tagged('post_install', '-at_install')
class TestCapabilities(AftersalesCommon):

    def _get_our_records(self, *models):
        data = self.env['ir.model.data'].search([('module', '=', 'aftersales'), ('model', 'in', models)])
        return [(line.complete_name, self.env[line.model].browse(line.res_id)) for line in data]

    def _get_role_group_ids(self):
        return {self.env.ref(group).id for role, group in ROLE_GROUPS.items() if role != 'accountant'}

    def test_each_role_has_its_capabilities(self):
        """What a role may do is this table, user by user: no more and no less."""
        for name, roles in CAPABILITIES.items():
            found = {role for role in ROLE_GROUPS if getattr(self, f'user_{role}').has_group(f'aftersales.group_{name}')}
            self.assertEqual(found, roles | {'manager'}, name)

    def test_a_capability_hides_from_the_form_of_users(self):
        hidden = {
            name.removeprefix('aftersales.group_') for name, group in self._get_our_records('res.groups')
            if not group.privilege_id and name != 'aftersales.group_user'
        }
        self.assertEqual(hidden, set(CAPABILITIES))
        for name in hidden:
            group = self.env.ref(f'aftersales.group_{name}')
            self.assertTrue(group.comment, f"{name} says what it allows")
            self.assertFalse(group.user_ids, f"{name} comes by a role")

    def test_an_accountant_gains_no_more_than_the_money(self):
        """Core's own group brings prices, the exit pass and the money of claims: not the app's."""
        gained = self.env.ref('account.group_account_invoice').all_implied_ids.filtered(
            lambda group: (group.get_external_id()[group.id] or '').startswith('aftersales.'))
        self.assertEqual(gained, self.env['res.groups'].union(*(
            self.env.ref(f'aftersales.group_{name}') for name in (
                'book_complaint', 'book_rescue', 'confirm_cash', 'costing', 'exit_pass', 'keep_agreement', 'price',
                'see_billing', 'see_claim', 'see_loan', 'see_station', 'see_store', 'settle_claim', 'spot_check',
                'withdraw_claim', 'writedown'))))

    def test_a_user_of_before_gains_and_loses_with_the_role(self):
        """Capabilities follow the role, so users of an older release have them after its upgrade."""
        user, capability = self.user_trainer, self.env.ref('aftersales.group_board')
        self.assertFalse(user.has_group('aftersales.group_board'))
        capability.implied_by_ids += self.env.ref('aftersales.group_trainer')
        self.assertTrue(user.has_group('aftersales.group_board'))
        capability.implied_by_ids -= self.env.ref('aftersales.group_trainer')
        self.assertFalse(user.has_group('aftersales.group_board'))

    def test_views_ask_for_capabilities_not_for_lists_of_roles(self):
        """Who may do a thing is said in one place."""
        roles = set(ROLE_GROUPS.values()) - {'account.group_account_invoice'}
        lists = []
        for name, view in self._get_our_records('ir.ui.view'):
            for groups in etree.fromstring(view.arch_db.encode()).xpath('//@groups'):
                if len(roles.intersection(re.split(r'[,\s!]+', groups))) > 1:
                    lists.append((name, groups))
        self.assertFalse(lists)

    def test_menus_and_reports_ask_for_capabilities(self):
        role_ids = self._get_role_group_ids()
        lists = [
            name for name, record in self._get_our_records(
                'ir.ui.menu', 'ir.actions.report', 'ir.actions.server', 'ir.actions.act_window')
            if len(role_ids.intersection(record.group_ids.ids)) > 1
        ]
        self.assertFalse(lists)

    def test_fields_ask_for_capabilities(self):
        roles = set(ROLE_GROUPS.values()) - {'account.group_account_invoice'}
        lists = {
            f'{model}.{name}' for model, cls in self.registry.items() for name, field in cls._fields.items()
            if len(roles.intersection((field.groups or '').split(','))) > 1
        }
        self.assertFalse(lists)
