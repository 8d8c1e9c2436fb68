from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.aftersales.tests.dealership.warranty import TODAY, WarrantyCommon


@tagged('post_install', '-at_install')
@freeze_time(TODAY)
class TestPolicy(WarrantyCommon):
    """I1: policies are dated and versioned; what was promised never changes."""

    def test_terms_stay_once_released(self):
        for vals in (
            {'months': 12}, {'km': 1}, {'usage': 'household'}, {'is_whole': False}, {'needs_registration': True},
            {'share': 50}, {'payer_id': self.insurer.id}, {'line_ids': [Command.create({
                'name': "Radio", 'category_ids': [Command.set(self.category.ids)]})]},
            {'brand_ids': [Command.clear()]}, {'exclusion_ids': [Command.clear()]}, {'sale_from': '2026-01-01'},
        ):
            for env in (self.env(user=self.user_claims.id), self.env(user=self.user_manager.id)):
                with self.subTest(vals=vals), self.assertRaisesRegex(UserError, "Make a new version"):
                    self.policy.with_env(env).write(vals)
        line = self.policy.line_ids[0].with_user(self.user_claims)
        for change in (lambda: line.write({'months': 1}), line.unlink, line.copy):
            with self.assertRaisesRegex(UserError, "Make a new version"):
                change()
        with self.assertRaisesRegex(UserError, "stays"):
            self.policy.with_user(self.user_claims).unlink()
        self.policy.with_user(self.user_claims).write({'claim_days': 15, 'months': 36})

    def test_new_version_for_what_is_sold_later(self):
        early = self._sell(self.vehicle, '2026-02-20')
        self.env['res.lang']._activate_lang('zh_CN')
        self.policy.sudo().with_context(lang='zh_CN').name = "新车质保"
        new = self.env['aftersales.policy'].browse(
            self.policy.with_user(self.user_claims).action_new_version()['res_id']).with_user(self.user_claims)
        self.assertEqual((new.version, new.state, new.code, len(new.line_ids)), (2, 'draft', "TST-NEW", 2))
        self.assertEqual(new.with_context(lang='zh_CN').name, "新车质保", "the same in each language")
        with self.assertRaisesRegex(UserError, "is a new version already"):
            self.policy.with_user(self.user_claims).action_new_version()
        with self.assertRaisesRegex(UserError, "from which day"):
            new.action_release()
        new.write({'months': 60, 'km': 150_000, 'sale_from': '2026-03-01'})
        new.action_release()
        self.assertEqual(self.policy.sale_to, date(2026, 2, 28))
        self.assertEqual((early.policy_id, early.end_date), (self.policy, date(2029, 2, 20)))
        late = self._sell(self.vehicle_2, '2026-03-01')
        self.assertEqual((late.policy_id, late.end_date), (new, date(2031, 3, 1)))
        self._sell(self.vehicle, '2026-03-01')
        self.assertEqual((self.vehicle.coverage_ids.policy_id, early.active), (new, False), "its day was corrected")

    def test_one_version_a_day(self):
        other = self._create_policy(code="OTHER")
        other.action_release()
        with self.assertRaises(UserError):
            other.with_user(self.user_claims).code = "TST-NEW"
        new = self.env['aftersales.policy'].browse(self.policy.with_user(self.user_claims).action_new_version()['res_id'])
        new.with_user(self.user_claims).sale_from = '2026-03-01'
        new.with_user(self.user_claims).action_release()
        with self.assertRaisesRegex(ValidationError, "same days"):
            self.policy.with_user(self.user_claims).sale_to = '2026-04-01'

    def test_who_releases(self):
        draft = self._create_policy(code="DRAFT")
        for user in (self.user_advisor, self.user_technician, self.user_accountant, self.user_parts):
            with self.assertRaises(AccessError):
                draft.with_user(user).action_release()
        self.assertEqual(draft.state, 'draft')
        draft.with_user(self.user_manager).action_release()
        with self.assertRaisesRegex(UserError, "is already"):
            draft.with_user(self.user_claims).action_release()

    def test_what_cannot_be_released(self):
        empty = self._create_policy(code="EMPTY", is_whole=False, line_ids=False)
        with self.assertRaisesRegex(UserError, "names nothing"):
            empty.action_release()
        whole = self._create_policy(code="WHOLE", start_event='fitted')
        with self.assertRaisesRegex(UserError, "which parts"):
            whole.action_release()

    def test_cars_sold_before_are_given_it(self):
        """In the background, by portions; stopped and started again it gives nothing twice."""
        self._sell(self.vehicle, '2025-05-10')
        self._sell(self.vehicle_2, '2023-05-10')
        later = self._create_policy(code="TST-LATER", sale_from='2024-01-01')
        later.action_release()
        self.assertFalse(later.is_given)
        with self.enter_registry_test_mode():
            self.env.ref('aftersales.cron_give_coverages').method_direct_trigger()
            later.sudo().write({'is_given': False, 'given_vehicle_id': 0})
            self.env.ref('aftersales.cron_give_coverages').method_direct_trigger()
        self.env.invalidate_all()
        self.assertTrue(later.is_given)
        given = self.env['aftersales.coverage'].search([('policy_id', '=', later.id)]).vehicle_id
        self.assertIn(self.vehicle, given)
        self.assertNotIn(self.vehicle_2, given)
        self.assertEqual(len(self.vehicle.coverage_ids.filtered(lambda each: each.policy_id == later)), 1)

    def test_a_line_names_something(self):
        with self.assertRaisesRegex(ValidationError, "says nothing"):
            self._create_policy(code="VAGUE", line_ids=[Command.create({'name': "Things"})])

    def test_terms_are_read_once(self):
        """faults P11: the terms of a released version are asked once; a release that was undone leaves nothing behind."""
        policy = self.policy.with_user(self.user_claims)
        rules = policy._get_rules()
        self.assertEqual([(rule.terms, rule.months) for rule in rules], [('own', 6), ('none', 0)])
        self.env.invalidate_all()
        policy.read(['state'])
        queries = self.env.cr.sql_log_count
        self.assertEqual(policy._get_rules(), rules)
        self.assertEqual(self.env.cr.sql_log_count, queries)
        self.assertEqual(policy.browse()._get_rules(), ())
        coverage = Form(self.env['aftersales.coverage'].with_user(self.user_manager))
        self.assertFalse(coverage.standing, "of a new one nothing is known")
        draft = self._create_policy(code="DRAFT")
        with self.env.cr.savepoint() as savepoint:
            draft.action_release()
            self.assertEqual(draft._get_rules()[0].months, 6)
            savepoint.rollback()
        self.env.registry.reset_changes()  # as Odoo does when a request fails
        self.env.invalidate_all()
        draft.line_ids[0].months = 9
        self.assertEqual(draft._get_rules()[0].months, 9)
        draft.action_release()
        self.assertEqual(draft._get_rules()[0].months, 9)

    def test_archived_work_stays_promised(self):
        """I1: what a version names stays among its terms when it is archived, whichever list is asked first."""
        values = {'line_ids': [Command.create({
            'name': "Pads", 'terms': 'none', 'operation_ids': [Command.set(self.operation.ids)]})]}
        policy, draft = self._create_policy(code="ARCHIVED", **values), self._create_policy(code="UNDONE", **values)
        policy.action_release()
        self.operation.sudo().active = False
        for context in ({}, {'active_test': True}, {'active_test': False}):
            for each in (policy, draft):
                with self.subTest(context=context, state=each.state):
                    self.env.registry.clear_cache()
                    self.env.invalidate_all()
                    rules = each.with_context(**context)._get_rules()
                    self.assertEqual([rule.operations for rule in rules], [frozenset(self.operation.ids)])
                    self.assertEqual(each._get_rules(), rules, "the same for whoever comes next")

    def test_parts_without_terms_ask_nothing(self):
        """P11: for parts that no policy speaks of, no day is reckoned and no guarantee is looked for; others have theirs."""
        self._create_part_policy(line_ids=[Command.create({
            'name': "Parts", 'terms': 'policy', 'category_ids': [Command.set(self.category.ids)]})])
        self._put_in_stock(self.pads, 5)
        self._put_in_stock(self.disc, 5)
        plain, held = self._create_visit((self.pads, 1)), self._create_visit((self.pads, 1), (self.disc, 1))
        for order in (plain, held):
            self.approve(order)
            self._issue(order)
        make = self.env['aftersales.coverage']._make_for_parts
        made = self.env['aftersales.coverage']
        for order, parts in ((plain, made.product_id), (held, self.disc)):
            made = make(order)
            self.assertEqual(made.product_id, parts)
        self.assertFalse(make(plain | held), "callable twice")
