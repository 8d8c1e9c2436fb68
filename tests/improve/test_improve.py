from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.common import AftersalesCommon


@tagged('post_install', '-at_install')
@freeze_time('2026-11-18 08:00:00')
class TestImprove(AftersalesCommon):
    """Ideas of the staff with their answer, and goals in numbers whose effect is assessed and kept."""

    with_outlet = True

    def _enter(self, user, **values):
        return self.env['aftersales.idea'].with_user(user).create({
            'subject': "Trolley", 'workshop_id': self.workshop.id, **values})

    # === IDEAS ===#

    def test_everybody_sees_his_own(self):
        mine, his = self._enter(self.user_technician), self._enter(self.user_parts)
        self.assertEqual((mine.user_id, str(mine.due_date)), (self.user_technician, '2026-11-28'))
        Idea = self.env['aftersales.idea']
        self.assertEqual(Idea.with_user(self.user_technician).search([('id', 'in', (mine | his).ids)]), mine)
        with self.assertRaises(AccessError):
            his.with_user(self.user_technician).read(['subject'])
        self.assertEqual(Idea.with_user(self.user_manager).search([('id', 'in', (mine | his).ids)]), mine | his)
        with self.assertRaises(AccessError):
            mine.write({'answer': "Yes"})
        with self.assertRaises(AccessError):
            mine.write({'user_id': self.user_parts.id})
        with self.assertRaises(AccessError):
            self._enter(self.user_technician, user_id=self.user_parts.id)
        mine.gain = "Ten minutes"
        with self.assertRaises(UserError):
            mine.unlink()
        mine.action_withdraw()
        self.assertEqual(mine.state, 'withdrawn')
        self.assertFalse(mine.sudo().activity_ids)

    def test_decided_by_somebody_else(self):
        """A task until the tenth day; answered, rewarded, and then it stays."""
        self.workshop.manager_id = self.user_manager
        idea = self._enter(self.user_technician)
        task = idea.sudo().activity_ids
        self.assertEqual((task.user_id, str(task.date_deadline)), (self.user_manager, '2026-11-28'))
        with self.assertRaises(AccessError):
            idea.action_take_up()
        boss = idea.with_user(self.user_manager)
        with self.assertRaisesRegex(UserError, "write the answer first"):
            boss.action_take_up()
        boss.write({'answer': "From Monday on", 'reward': "Voucher"})
        with self.assertRaises(AccessError):
            boss.action_withdraw()
        boss.action_take_up()
        self.assertEqual((idea.state, idea.answer, idea.reward, idea.decided_id), (
            'taken', "From Monday on", "Voucher", self.user_manager))
        self.assertFalse(idea.sudo().activity_ids)
        with self.assertRaisesRegex(UserError, "already"):
            boss.action_take_up()
        with self.assertRaisesRegex(UserError, "it stays as it is"):
            idea.subject = "Other"
        boss.action_ids = [Command.create({'name': "Buy it", 'user_id': self.user_parts.id})]
        self.assertEqual(boss.action_ids.with_user(self.user_parts).source, idea.name, "Not whose it was.")
        own = self._enter(self.user_manager, answer="Good")
        self.assertNotEqual(own.sudo().activity_ids.user_id, self.user_manager)
        with self.assertRaisesRegex(AccessError, "somebody else"):
            own.action_decline()
        self.assertFalse(own.browse().action_decline())
        with self.assertRaises(AccessError):
            idea.with_user(self.user_other_advisor).read(['subject'])

    # === GOALS ===#

    def test_goal_to_standard(self):
        """From 82 to 92: 87 is half the way; kept when reached, its measures checked, and said where."""
        goal = self.env['aftersales.goal'].with_user(self.user_manager).create({
            'name': "Promise kept", 'indicator': "Orders in time", 'due_date': '2026-12-31', 'value_before': 82,
            'value_goal': 92, 'value_reached': 87, 'action_ids': [Command.create({
                'name': "Look at noon", 'user_id': self.user_dispatcher.id, 'checker_id': self.user_inspector.id})]})
        self.assertEqual((goal.progress, goal.is_reached), (50, False))
        for vals, words in (
                ({}, "is not reached"), ({'value_reached': 92}, "in which norm"),
                ({'kept_as': "Norm 4"}, "not done and checked")):
            goal.write(vals)
            with self.assertRaisesRegex(UserError, words):
                goal.action_keep()
        action = goal.action_ids.with_user(self.user_dispatcher)
        action.evidence = "List"
        action.action_done()
        checker = action.with_user(self.user_inspector)
        checker.check_note = "Seen"
        checker.action_effective()
        with self.assertRaisesRegex(UserError, "what came of"):
            goal.action_keep()
        goal.effect = "Ten points more"
        goal.action_keep()
        self.assertEqual((goal.state, goal.assessed_id, goal.progress), ('kept', self.user_manager, 100))
        with self.assertRaisesRegex(UserError, "it stays as it is"):
            goal.value_goal = 95

    def test_less_may_be_better(self):
        goal = self.env['aftersales.goal'].with_user(self.user_manager).create({
            'name': "Comebacks", 'indicator': "Of 100 orders", 'due_date': '2026-12-31', 'value_before': 4, 'value_goal': 2,
            'value_reached': 1})
        self.assertEqual((goal.progress, goal.is_reached), (150, True))
        goal.value_reached = 5
        self.assertEqual((goal.progress, goal.is_reached), (0, False))
        with self.assertRaisesRegex(UserError, "where you stand already"):
            goal.value_goal = 4
        with self.assertRaises(AccessError):
            goal.with_user(self.user_dispatcher).write({'value_reached': 2})
        with self.assertRaises(AccessError):
            goal.with_user(self.user_other_advisor).read(['name'])

    # === NORMS ===#

    def test_norm_in_force_stays(self):
        """Quality sheet §1: put in force by the manager, a norm is changed by a new version only."""
        norm = self.env['aftersales.norm'].with_user(self.user_manager).create({
            'code': "3.4", 'name': "Belongings", 'text': "Listed together"})
        norm.action_use()
        self.assertEqual((str(norm.valid_from), str(norm.next_date)), ('2026-11-18', '2027-11-18'))
        with self.assertRaisesRegex(UserError, "Make a new version"):
            norm.text = "Not listed"
        with self.assertRaises(UserError):
            norm.unlink()
        new = norm.browse(norm.action_new_version()['res_id'])
        self.assertEqual(norm.action_new_version()['res_id'], new.id, "twice is one")
        new.text = "Listed and signed"
        new.action_use()
        self.assertEqual((norm.state, new.state, new.version, new.replaces_id), ('retired', 'used', 2, norm))
        self.assertFalse(norm.next_date)
        with self.assertRaises(AccessError):
            new.with_user(self.user_advisor).action_retire()
        self.assertEqual(new.with_user(self.user_advisor).text, "Listed and signed")

    def test_norm_is_looked_at_every_year(self):
        norm = self.env['aftersales.norm'].with_user(self.user_manager).create({
            'code': "1", 'name': "Greet", 'text': "At once", 'valid_from': '2025-10-01'})
        norm.action_use()
        self.assertTrue(norm.is_overdue)
        norm.sudo()._tell_due()
        self.assertIn("Does it still hold?", norm.activity_ids.summary)
        norm.action_reviewed()
        self.assertEqual((norm.is_overdue, str(norm.next_date)), (False, '2027-11-18'))
        self.assertFalse(norm.activity_ids)

    def _use_norms(self, *rows):
        norms = self.env['aftersales.norm'].with_user(self.user_manager).create([
            {'code': code, 'name': name, 'text': "So", 'level': level, 'step': step, 'limit_minutes': minutes}
            for code, name, level, step, minutes in rows])
        norms.action_use()
        return norms

    def test_level_of_service_of_a_customer(self):
        """Quality sheet §1: the level follows from his class or his contract; the advisor sees it with its time."""
        Rule = self.env['aftersales.norm.rule'].with_user(self.user_manager)
        partner, other = self.env['res.partner'].create([{'name': "Li"}, {'name': "Chen"}])
        self.env['aftersales.customer.value'].sudo().create({
            'company_id': self.company.id, 'partner_id': partner.id, 'value_class': 'a'})
        rows = [(self.company, partner, self.env['fleet.vehicle']), (self.company, other, self.env['fleet.vehicle'])]
        self.assertEqual(Rule._get_levels(rows), ['basic', 'basic'])
        Rule.create([{'level': 'advanced', 'value_class': 'a'}, {'level': 'tailored', 'value_class': 'a'}])
        self.assertEqual(Rule._get_levels(rows), ['tailored', 'basic'])
        with self.assertRaisesRegex(UserError, "whom the level is for"):
            Rule.create({'level': 'advanced'})
        with self.assertRaises(AccessError):
            Rule.with_user(self.user_advisor).create({'level': 'advanced', 'value_class': 'b'})

    def test_norms_that_bind(self):
        """The words of the highest level of a number bind, those of levels above do not; other steps stay out."""
        norms = self._use_norms(
            ('1', "Greet", 'basic', 'reception', 5), ('1.', "Other", 'basic', 'delivery', 0),
            ('2', "Tea", 'advanced', 'reception', 0), ('3', "Own advisor", 'tailored', 'reception', 0),
            ('1', "Greet at the door", 'advanced', 'reception', 1))
        Norm = self.env['aftersales.norm'].with_user(self.user_advisor)
        steps = ('start', 'response', 'reception')
        self.assertEqual(Norm._get_binding('basic', steps, self.company, self.workshop), norms[0])
        self.assertEqual(Norm._get_binding('advanced', steps, self.company, self.workshop), norms[4] | norms[2])
        (words, __), = Norm._get_served_words([(self.company, self.workshop, 'advanced', steps, False)])
        self.assertEqual(words, "Greet at the door (within 1 min); Tea")
        order = self.env['aftersales.order'].with_user(self.user_advisor).new({
            'company_id': self.company.id, 'workshop_id': self.workshop.id, 'state': 'draft'})
        self.assertIn("Greet", order._get_norms()[1])
        self.assertIn("Basic Service: Greet", [alert.message for alert in order._get_alerts()][-1])
        step = self.env['aftersales.followup'].new({'company_id': self.company.id, 'workshop_id': self.workshop.id})
        self.assertEqual((step.service_level, step.norm_words), ('basic', False))
        self.env['aftersales.norm.rule'].create({'level': 'tailored', 'value_class': 'a', 'company_id': self.company.id})
        self._use_norms(('9', "Call yourself", 'basic', 'tracking', 0))
        step.invalidate_recordset()
        self.assertEqual(step.norm_words, "Call yourself")

    def test_one_norm_in_force(self):
        """A second one of the same number and level is made as a new version only."""
        first = self._use_norms(('7', "Wash", 'basic', 'delivery', 0))
        with mute_logger('odoo.sql_db'), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._use_norms(('7', "Wash well", 'basic', 'delivery', 0))
            self.env.flush_all()
        new = first.browse(first.action_new_version()['res_id'])
        new.action_use()
        self.env.flush_all()
        self.assertEqual((first.state, new.state), ('retired', 'used'))
