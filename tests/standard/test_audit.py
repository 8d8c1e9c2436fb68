import base64

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.common import AftersalesCommon
from odoo.addons.aftersales.tests.dealership.standard import StandardOf


@tagged('post_install', '-at_install')
@freeze_time('2026-11-18 08:00:00')
class TestAudit(StandardOf, AftersalesCommon):
    """N4: an outlet is assessed against a version of a standard; findings become actions that somebody else checks."""

    with_outlet = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.standard = cls._use_standard()

    def _judge(self, audit, **grades):
        """What each criterion gets: a grade, or points."""
        for line in audit.line_ids:
            grade = grades.get(line.code, 'full')
            line.write({'grade': grade} if isinstance(grade, str) else {'reached': grade})
            if grade == 'skipped':
                line.remark = "No paint shop"

    def _find_wrong(self, audit, code, **values):
        line = audit.line_ids.filtered(lambda line: line.code == code)
        line.write({'severity': 'major', 'finding': "No chart", 'user_id': self.user_advisor.id, **values})
        return line

    # === STANDARDS ===#

    def test_shipped_standards(self):
        """GB/T 27922-2011: 40 + 35 + 25, 70 and 80/90/95; the sub-weights are the house's own, the points are not."""
        goods = self.env.ref('aftersales.standard_gbt27922')
        self.assertEqual((goods.points, goods.pass_score), (100, 70))
        self.assertEqual(goods.area_ids.mapped('points'), [40, 35, 25])
        self.assertFalse(any(goods.area_ids.mapped('is_own')))
        self.assertTrue(all(goods.area_ids.criterion_ids.mapped('is_own')))
        self.assertEqual((goods.deduction_points, goods.deduction_limit), (1, 5))
        for score, name in ((95, "Five stars"), (94.99, "Four stars"), (90, "Four stars"), (80, "Three stars"),
                            (79.99, "Reaches the standard"), (70, "Reaches the standard"), (69.99, "Below the standard")):
            self.assertEqual(goods._get_level(score).name, name)
        eight, eleven = (self.env.ref(f'aftersales.standard_{name}') for name in ('eight', 'eleven'))
        self.assertEqual([(len(tree.area_ids), tree.points) for tree in (eight, eleven)], [(8, 80), (11, 110)])
        self.assertTrue(all((eight | eleven).area_ids.mapped('is_own')))

    def test_points_are_shared(self):
        """To two decimals, and together they are the points of the area."""
        system, service = self.standard.area_ids
        self.assertEqual(list(system._share_points().values()), [10, 20, 30])
        self.assertEqual(list(service._share_points().values()), [13.33, 13.34, 13.33])

    def test_version_in_use_stays(self):
        tree = self.standard
        area, criterion = tree.area_ids[0], tree.area_ids[0].criterion_ids[0]
        for record, vals in ((tree, {'pass_score': 1}), (tree, {'name': "Other"}), (area, {'points': 1}),
                             (criterion, {'weight': 9}), (tree.level_ids[0], {'score_from': 1})):
            with self.assertRaisesRegex(UserError, "Make a new version"):
                record.write(vals)
        with self.assertRaises(UserError):
            criterion.unlink()
        with self.assertRaises(UserError):
            self.env['aftersales.standard.criterion'].with_user(self.user_manager).create({'area_id': area.id, 'name': "X"})
        new = self.env['aftersales.standard'].browse(tree.action_new_version()['res_id'])
        self.assertEqual(tree.action_new_version()['res_id'], new.id, "twice is one")
        self.assertEqual((new.state, new.points, len(new.area_ids.criterion_ids)), ('draft', 100, 6))
        new = new.with_user(self.user_manager)
        new.area_ids[0].criterion_ids[0].weight = 9
        new.action_use()
        self.assertEqual((tree.state, new.state), ('retired', 'used'))
        self.assertEqual(criterion.weight, 1)
        with self.assertRaisesRegex(UserError, "is not in use"):
            self._start_audit(tree)

    def test_who_keeps_standards(self):
        for user in (self.user_inspector, self.user_advisor):
            with self.assertRaises(AccessError):
                self.standard.with_user(user).action_new_version()
            with self.assertRaises(AccessError):
                self.standard.with_user(user).action_retire()
        bare = self.env['aftersales.standard'].with_user(self.user_manager).create({'name': "Bare", 'version': "1"})
        with self.assertRaisesRegex(UserError, "each area needs a criterion"):
            bare.action_use()

    # === SCORES ===#

    def test_score_by_hand(self):
        """full 10 + half of 20 + 12 of 30 + 13.33 + 0 of 13.34; F does not apply: 45.33 of 86.67 = 52.30."""
        audit = self._start_audit(self.standard)
        self.assertEqual((audit.possible, audit.reached, audit.open_count), (100, 0, 6))
        self._judge(audit, A='full', B='half', C=12, D='full', E='none', F='skipped')
        self.assertEqual((audit.possible, audit.reached, audit.score), (86.67, 45.33, 52.3))
        self.assertEqual((audit.is_passed, audit.level_id.name), (False, "Failed"))
        system, service = audit.area_ids
        self.assertEqual((system.score, service.possible, service.score), (53.33, 26.67, 49.98))

    def test_limits_are_reached_exactly(self):
        """10 + 20 + 30 + 13.33 + 6.67 + 0 = 80.00 of 100: three stars; one deduction: 79.00, passed; five: failed."""
        audit = self._start_audit(self.standard)
        self._judge(audit, E='half', F='none')
        self.assertEqual((audit.score, audit.level_id.name, audit.is_passed), (80, "Three stars", True))
        audit.deduction_count = 1
        self.assertEqual((audit.score, audit.level_id.name, audit.is_passed), (79, "Passed", True))
        audit.deduction_count = 5
        self.assertEqual((audit.score, audit.level_id.name, audit.is_passed), (75, "Failed", False))
        with self.assertRaisesRegex(UserError, "what is deducted for"):
            audit.action_finish()

    def test_area_that_does_not_apply(self):
        standard = self._use_standard(name="All may be left out")
        audit = self._start_audit(standard)
        self._judge(audit, A='skipped', B='skipped', C='skipped')
        self.assertEqual(audit.area_ids.mapped('is_applied'), [False, True])
        self.assertEqual((audit.possible, audit.score), (40, 100))

    def test_points_are_bounded(self):
        audit = self._start_audit(self.standard)
        line = audit.line_ids[0]
        for wrong in (10.01, -1):
            with self.assertRaises(UserError):
                line.reached = wrong
        line.write({'grade': 'half', 'reached': 9})
        self.assertEqual(line.reached, 5, "Half is half.")
        line.reached = 9
        self.assertEqual((line.grade, line.reached), ('part', 9))
        with self.assertRaisesRegex(ValidationError, "applies to every outlet"):
            audit.line_ids.filtered(lambda line: line.code == 'D').grade = 'skipped'
        for vals in ({'points': 99}, {'possible': 0}, {'name': "Easier"}):
            with self.assertRaises(AccessError):
                line.write(vals)

    def test_tree_changed_meanwhile_changes_nothing(self):
        """Even what somebody with the database in his hands changes of the tree."""
        self.env['res.lang']._activate_lang('zh_CN')
        draft = self.env['aftersales.standard'].browse(self.standard.action_new_version()['res_id'])
        draft = draft.with_user(self.user_manager)
        draft.area_ids[0].criterion_ids[0].with_context(lang='zh_CN').name = "组织架构"
        draft.action_use()
        audit = self._start_audit(draft)
        self._judge(audit, B='half')
        score, line = audit.score, audit.line_ids[0]
        self.assertEqual(line.with_context(lang='zh_CN').name, "组织架构")
        self.env.flush_all()
        self.env.cr.execute("UPDATE aftersales_standard_criterion SET weight = 50, name = '{\"en_US\": \"New\"}'")
        self.env.cr.execute("UPDATE aftersales_standard_area SET points = 1")
        self.env.invalidate_all()
        audit.line_ids[1].grade = 'full'
        audit.line_ids[1].grade = 'half'
        self.assertEqual((audit.score, line.name, line.points), (score, 'A', 10))
        draft.action_retire()
        audit.action_finish()
        self.assertEqual(audit.state, 'done')

    # === GRADES ===#

    def test_grade_and_plan(self):
        """A from 90, B from 80, C from 70, below it D: whoever leads the outlet makes a plan within 30 days; limits that
        change later change nothing of what was judged."""
        self.workshop.manager_id = self.user_dispatcher
        audit = self._start_audit(self.standard)
        self.assertEqual(audit.grade_id.name, 'D', "Not judged yet: nothing reached.")
        for grades, letter in (({}, 'A'), ({'F': 'none'}, 'B'), ({'F': 'none', 'E': 'half'}, 'B'), ({'C': 'none'}, 'C')):
            self._judge(audit, **grades)
            self.assertEqual(audit.grade_id.name, letter, audit.score)
        lax = self._use_standard(name="Lax", pass_score=0, level_ids=[Command.create({'name': "All", 'score_from': 0})])
        weak = self._start_audit(lax)
        self._judge(weak, C='none', B='half')
        self.assertEqual((weak.score, weak.is_passed, weak.grade_id.name), (60, True, 'D'))
        weak.action_finish()
        task = weak.sudo().activity_ids
        self.assertEqual((task.user_id, str(task.date_deadline)), (self.user_dispatcher, '2026-12-18'))
        limit = self.env.ref('aftersales.outlet_grade_c').with_user(self.user_manager)
        with self.assertRaises(AccessError):
            limit.with_user(self.user_inspector).score_from = 50
        limit.score_from = 50
        self.assertEqual(weak.grade_id.name, 'D')

    def test_outlets_compared(self):
        """The last reported assessment speaks for the outlet; the list tells the one before."""
        first, second, third = (self._start_audit(self.standard, date=date) for date in (
            '2026-05-02', '2026-11-02', '2026-11-18'))
        for audit, grades in ((first, {'C': 'none'}), (second, {}), (third, {})):
            self._judge(audit, **grades)
        (first | second).action_finish()
        audits = first | second | third
        Audit = self.env['aftersales.audit'].with_user(self.user_inspector)
        self.assertEqual(Audit.search([('is_latest', '=', True), ('id', 'in', audits.ids)]), second)
        self.assertEqual(Audit.search([('is_latest', '=', False), ('id', 'in', audits.ids)]), first | third)
        self.assertEqual(audits.mapped('is_latest'), [False, True, False])
        text = self._print('report_grading', audits)
        self.assertIn("(+30.00)", text)
        self.assertEqual(text.count(self.workshop.name), 2, "What runs is no result.")
        self.assertIn("None of these", self._print('report_grading', third))

    def _print(self, report, records):
        html, __ = self.env['ir.actions.report'].with_user(self.user_inspector)._render_qweb_html(
            f'aftersales.{report}', records.ids)
        return html.decode()

    # === LIFE ===#

    def test_finding_action_recheck(self):
        """Assessment → finding → action → done by one, checked by another; then assessed again."""
        audit = self._start_audit(self.standard)
        self._judge(audit, A='none')
        line = self._find_wrong(audit, 'A', user_id=False)
        with self.assertRaisesRegex(UserError, "who puts it right"):
            audit.action_finish()
        line.user_id = self.user_advisor
        audit.action_finish()
        action = audit.action_ids
        self.assertEqual((action.name, action.user_id, action.checker_id, str(action.due_date)), (
            "No chart", self.user_advisor, self.user_inspector, '2026-12-18'))
        self.assertEqual(action.with_user(self.user_advisor).source, audit.name)
        self.assertEqual(audit.with_user(self.user_advisor).action_count, 1)
        mine = action.with_user(self.user_advisor)
        mine.evidence = "Chart hangs in the hall"
        mine.action_done()
        with self.assertRaisesRegex(AccessError, "somebody else"):
            mine.action_effective()
        his = action.with_user(self.user_inspector)
        his.check_note = "Seen"
        his.action_effective()
        self.assertEqual(action.state, 'effective')
        self.assertTrue(audit.is_intact)
        again = self.env['aftersales.audit'].browse(audit.action_again()['res_id']).with_user(self.user_inspector)
        self.assertEqual((again.kind, again.previous_id, again.standard_id), ('recheck', audit, self.standard))
        with self.assertRaises(AccessError):
            audit.action_approve()
        audit.with_user(self.user_manager).action_approve()
        self.assertEqual((audit.approved_id, str(audit.approved_date)), (self.user_manager, '2026-11-18'))

    def test_own_finding_is_checked_by_nobody_yet(self):
        """Who assessed it and puts it right himself does not check it, too."""
        audit = self._start_audit(self.standard)
        audit.action_rest_full()
        self._find_wrong(audit, 'B', user_id=self.user_inspector.id, severity='minor')
        audit.action_finish()
        self.assertFalse(audit.action_ids.checker_id)
        self.assertEqual(str(audit.action_ids.due_date), '2027-02-16')

    def test_what_is_reported_stays(self):
        audit = self._start_audit(self.standard)
        with self.assertRaisesRegex(UserError, "6 criteria are not judged"):
            audit.action_finish()
        self._judge(audit, F='skipped')
        skipped = audit.line_ids.filtered(lambda line: line.code == 'F')
        skipped.remark = False
        with self.assertRaisesRegex(UserError, "why it does not apply"):
            audit.action_finish()
        skipped.remark = "None here"
        with self.assertRaisesRegex(UserError, "its standard and its outlet stay"):
            audit.standard_id = self._use_standard(name="Other")
        audit.line_ids[0].paper = base64.b64encode(b'%PDF-1.4')
        audit.action_finish()
        for record, vals in ((audit, {'summary': "Better"}), (audit.line_ids[0], {'grade': 'full'}),
                             (audit.line_ids[0], {'paper': False})):
            with self.assertRaisesRegex(UserError, "Assess the outlet again"):
                record.write(vals)
        with self.assertRaises(UserError):
            audit.unlink()
        with self.assertRaisesRegex(UserError, "already"):
            audit.action_finish()
        manager = audit.with_user(self.user_manager)
        self.env.cr.execute("UPDATE aftersales_audit SET lead_id = %s WHERE id = %s", (self.user_manager.id, audit.id))
        self.env.invalidate_all()
        self.assertFalse(audit.is_intact)
        with self.assertRaisesRegex(AccessError, "somebody else approves"):
            manager.action_approve()

    def test_who_assesses(self):
        for user in (self.user_advisor, self.user_technician, self.user_parts):
            with self.assertRaises(AccessError):
                self.env['aftersales.audit'].with_user(user).create({
                    'standard_id': self.standard.id, 'workshop_id': self.workshop.id})
        audit = self._start_audit(self.standard)
        with self.assertRaises(AccessError):
            audit.line_ids[0].with_user(self.user_advisor).grade = 'full'
        with self.assertRaises(AccessError):
            audit.with_user(self.user_other_advisor).read(['name'])
        self.assertEqual(audit.with_user(self.user_technician).score, 0)
        self.assertFalse(self.env['aftersales.audit'].with_user(self.user_inspector).action_start())
        with freeze_time('2026-11-16 08:00:00'), self.assertRaisesRegex(UserError, "lies ahead"):
            audit.action_rest_full()
            audit.action_finish()

    def test_failed_outlet_makes_a_plan(self):
        self.workshop.manager_id = self.user_dispatcher
        audit = self._start_audit(self.standard)
        audit.line_ids.grade = 'half'
        audit.action_finish()
        task = audit.sudo().activity_ids
        self.assertEqual((task.user_id, str(task.date_deadline)), (self.user_dispatcher, '2026-12-18'))
        self.assertIn("50", task.summary)

    def test_buttons_open_what_they_count(self):
        audit = self._start_audit(self.standard)
        audit.action_rest_full()
        self._find_wrong(audit, 'B')
        audit.action_finish()
        advisor = self.workshop.with_user(self.user_advisor)
        self.assertEqual(self.env['aftersales.audit'].search_count(advisor.action_open_audits()['domain']), advisor.audit_count)
        self.assertEqual(self.env['aftersales.action'].search(audit.action_open_actions()['domain']), audit.action_ids)
        self.assertEqual(self.env['aftersales.audit.area'].search(audit.action_open_areas()['domain']), audit.area_ids)

    # === CERTIFICATES ===#

    def test_certificate_and_surveillance(self):
        certificate = self.env['aftersales.standard.certificate'].with_user(self.user_manager).create({
            'number': "27922-1", 'body': "Centre", 'standard_id': self.standard.id, 'issue_date': '2026-04-01',
            'user_id': self.user_inspector.id})
        self.assertEqual((str(certificate.valid_until), str(certificate.next_date)), ('2029-04-01', '2027-01-01'))
        self.env.flush_all()
        for __ in range(2):
            with self.enter_registry_test_mode():
                self.env.ref('aftersales.cron_tell_certificates').method_direct_trigger()
            self.env.invalidate_all()
        task = certificate.sudo().activity_ids
        self.assertEqual((task.user_id, str(task.date_deadline)), (self.user_inspector, '2027-01-01'))
        certificate.surveillance_date = '2026-11-18'
        self.assertFalse(certificate.sudo().activity_ids)
        self.assertEqual(str(certificate.next_date), '2027-08-18')
        certificate.write({'valid_until': '2026-11-17', 'surveillance_date': False})
        self.assertTrue(certificate.is_overdue)
        self.assertIn(certificate, certificate.search([('is_overdue', '=', True)]))
        with self.assertRaises(ValidationError):
            certificate.valid_until = '2026-01-01'
        with self.assertRaises(AccessError):
            certificate.with_user(self.user_inspector).valid_until = '2030-01-01'

    # === PRINT ===#

    def test_report_in_both_languages(self):
        self.env['res.lang']._activate_lang('zh_CN')
        standard = self._use_standard(name="Three areas")
        draft = self.env['aftersales.standard'].browse(standard.action_new_version()['res_id']).with_user(self.user_manager)
        draft.area_ids = [Command.create({
            'name': "Care", 'points': 10, 'criterion_ids': [Command.create({'name': "G", 'code': "G"})]})]
        draft.action_use()
        audits = self.env['aftersales.audit']
        for __ in range(2):
            audit = self._start_audit(draft, previous_id=audits.id)
            self._judge(audit, A='half', F='skipped')
            self._find_wrong(audit, 'A')
            audit.action_finish()
            audits = audit
        for lang in ('en_US', 'zh_CN'):
            html = self.env['ir.actions.report'].with_user(self.user_inspector).with_context(lang=lang)._render_qweb_html(
                'aftersales.report_audit', audit.ids)[0].decode()
            self.assertIn('data:image/svg+xml;base64,', html)
            self.assertIn("No chart", html)
            self.assertIn(f'{audit.score:.2f}', html)
        svg = base64.b64decode(html.split('data:image/svg+xml;base64,')[1].split('"')[0]).decode()
        self.assertEqual(svg.count('<polygon'), 7, "five rings, last time and today")
        self.assertIn('Care', svg)
