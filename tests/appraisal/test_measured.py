from datetime import date

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.aftersales.tests.dealership.claim import ClaimCommon
from odoo.addons.aftersales.tests.dealership.planning import BoardCommon


class MeasuredOf:
    """One figure of one person in January, and the records behind it."""

    month = date(2026, 1, 1)

    @classmethod
    def _employ(cls, user):
        person = user.employee_id or cls.env['hr.employee'].create(
            {'name': user.name, 'user_id': user.id, 'company_id': cls.company.id})
        person.aftersales_workshop_ids = [Command.link(cls.workshop.id)]
        return person

    def _set(self, records, **values):
        """As of January: past what the system stamps with today."""
        self.env.flush_all()
        for record in records:
            self.env.cr.execute(SQL("UPDATE %s SET %s WHERE id = %s", SQL.identifier(record._table), SQL(', ').join(
                SQL("%s = %s", SQL.identifier(name), value) for name, value in values.items()), record.id))
        self.env.invalidate_all()

    def _measure(self, measure, person, scope='person'):
        """:return: value, number of records, and the part of them that whoever appraises opens"""
        indicator = self.env['aftersales.appraisal.indicator'].create({
            'code': f'X{measure}', 'name': measure, 'measure': measure, 'scope': scope})
        figure = indicator._measure(person, self.company, self.month)[indicator, person]
        template = self.env['aftersales.appraisal.template'].create({
            'job_id': self.env['hr.job'].create({'name': f"Post of {measure}", 'company_id': False}).id,
            'line_ids': [Command.create({'indicator_id': indicator.id, 'target': 1})]})
        sheet = self.env['aftersales.appraisal.sheet'].with_user(self.user_manager).create({
            'employee_id': person.id, 'company_id': self.company.id, 'month': self.month, 'template_id': template.id})
        line = sheet.line_ids
        self.assertEqual((line.actual, line.count), (round(figure.actual, 2), figure.count))
        action = line.action_view_part() if line.has_part else line.action_view_records()
        behind = self.env[action['res_model']].sudo().with_context(active_test=False).search(action['domain'])
        self.env.cr.execute("DELETE FROM aftersales_appraisal_sheet WHERE id = %s", [sheet.id])
        self.env.invalidate_all()
        return round(figure.actual, 2), figure.count, behind


@tagged('post_install', '-at_install')
class TestMeasured(MeasuredOf, BoardCommon):
    """M4: what was entered by hand before is measured, by hand-made examples."""

    def test_estimates(self):
        """250 said yes to, 270 in the end: within 10 %; 300 is not."""
        advisor = self._employ(self.user_advisor)
        jobs = self._receive_approved(2).job_ids
        near, far = jobs
        shown = near.authorisation_ids[:1].amount_total
        self.assertTrue(shown)
        self._set(jobs.order_id, state='delivered', delivered_date='2026-01-20 04:00:00', user_id=self.user_advisor.id)
        self._set(near, state='passed', amount_total=shown * 1.08)
        self._set(far, state='passed', amount_total=shown * 1.2)
        self.assertEqual(self._measure('estimates', advisor), (50, 2, near))

    def test_board(self):
        """Begun at nine as planned; begun at eleven, planned till ten; begun without a plan."""
        kept, late = self.job, self.job_2
        unplanned = self._receive_jobs(1).job_ids
        jobs = kept | late | unplanned
        for job, hour in ((kept, 9), (late, 11), (unplanned, 10)):
            self.env['aftersales.time.entry'].create({
                'employee_id': self.technician.id, 'job_id': job.id, 'start': f'2026-01-1{hour % 5} {hour:02}:00:00',
                'stop': f'2026-01-1{hour % 5} {hour:02}:40:00', 'pause_reason': 'finished'})
        self._set(jobs, state='done', done_date='2026-01-20 04:00:00', planned_start=None, planned_stop=None)
        self._set(kept, planned_start='2026-01-14 09:10:00', planned_stop='2026-01-14 10:00:00')
        self._set(late, planned_start='2026-01-11 09:00:00', planned_stop='2026-01-11 10:00:00')
        self.assertEqual(
            self._measure('board', self._employ(self.user_dispatcher), 'outlet'), (33.33, 3, kept))

    def test_loading(self):
        """Six hours on jobs of eight at work; half an hour of a break is none."""
        for start, stop, job, reason in (
                ('01', '07', self.job, 'finished'), ('07', '09', self.env['aftersales.job'], 'no_work'),
                ('09', '10', self.env['aftersales.job'], 'break')):
            self.env['aftersales.time.entry'].create({
                'employee_id': self.technician.id, 'company_id': self.company.id, 'job_id': job.id,
                'start': f'2026-01-15 {start}:00:00', 'stop': f'2026-01-15 {stop}:00:00', 'pause_reason': reason})
        entries = self.env['aftersales.time.entry'].search([('job_id', '=', self.job.id)])
        self.assertEqual(self._measure('loading', self._employ(self.user_dispatcher), 'outlet'), (75, 2, entries))

    def test_holds(self):
        long, short, before = self.env['aftersales.hold'].sudo().create([
            {'order_id': self.order.id, 'kind': 'parts', 'start': start, 'stop': stop} for start, stop in (
                ('2026-01-05 01:00:00', '2026-01-06 02:00:00'), ('2026-01-07 01:00:00', '2026-01-07 09:00:00'),
                ('2025-12-20 01:00:00', '2025-12-30 01:00:00'))])
        self.assertNotIn(before, long | short)
        self.assertEqual(self._measure('holds', self._employ(self.user_dispatcher), 'outlet'), (1, 2, long))

    def test_checks_of_an_inspector(self):
        """Before the promise, and within an hour of the work; not two days later. Two of three records say what was wrong."""
        jobs = self.job | self.job_2 | self._receive_jobs(1).job_ids
        sheets = self.env['aftersales.inspection'].sudo().create([{'job_id': job.id} for job in jobs])
        self._set(jobs.order_id, promise_date='2026-01-10 04:00:00')
        self._set(sheets, state='pass', user_id=self.user_inspector.id, create_date='2026-01-10 03:50:00')
        for sheet, moment in zip(
                sheets, ('2026-01-10 03:55:00', '2026-01-10 04:45:00', '2026-01-12 04:00:00'), strict=True):
            self._set(sheet, date=moment)
        self._set(jobs, cause=None, correction=None)
        self._set(jobs[:2], cause="Worn", correction="Renewed")
        inspector = self._employ(self.user_inspector)
        self.assertEqual(self._measure('check_time', inspector), (66.67, 3, sheets[:2]))
        self.assertEqual(self._measure('records', inspector), (66.67, 3, sheets[:2]))

    def test_questions(self):
        """Asked on the 5th: answered on the 6th in time, on the 9th not; never, neither."""
        rule = self.env.ref('aftersales.followup_rule_visit')
        calls = self.env['aftersales.followup'].sudo().create([{
            'rule_id': rule.id, 'company_id': self.company.id, 'workshop_id': self.workshop.id,
            'partner_id': self.env['res.partner'].create({'name': f"Caller {day}"}).id,
            'user_id': self.user_care.id, 'due_date': f'2026-01-0{day}',
            'anchor_date': f'2026-01-0{day}'} for day in (1, 2, 3)])
        self._set(calls, question="What does it cost?", question_deadline='2026-01-07 04:00:00')
        for call, moment in zip(calls, ('2026-01-06 04:00:00', '2026-01-09 04:00:00', None), strict=True):
            self._set(call, solved_date=moment)
        self.assertEqual(self._measure('questions', self._employ(self.user_care)), (33.33, 3, calls[:1]))

    def test_old_parts(self):
        """Late at the end of the month: not handed in, or still here; gone in time or later in February is another matter."""
        parts = self.env['aftersales.old.part'].create([{
            'product_id': self.part.id, 'job_id': self.job.id, 'duty': duty, 'deadline': '2026-01-10'}
            for duty in ('claim', 'claim', 'scrap', 'scrap', 'scrap')])
        missing, handed, here, later, gone = parts
        self._set(handed, handed_in_date='2026-01-09 04:00:00')
        self._set(later, ended_date='2026-02-03 04:00:00')
        self._set(gone, ended_date='2026-01-09 04:00:00')
        value, __, behind = self._measure('old_parts', self._employ(self.user_parts), 'outlet')
        self.assertEqual((value, behind), (3, missing | here | later))

    def test_result(self):
        for job, revenue, cost in ((self.job, 500, 300), (self.job_2, 100, 150)):
            self.env['aftersales.order.cost'].sudo().search([('job_id', '=', job.id)]).unlink()
            self.env['aftersales.order.cost'].sudo().create({
                'job_id': job.id, 'order_id': job.order_id.id, 'date': '2026-01-15', 'company_id': self.company.id,
                'workshop_id': self.workshop.id, 'revenue': revenue, 'cost_total': cost, 'margin': revenue - cost})
        value, count, behind = self._measure('result', self._employ(self.user_manager), 'outlet')
        self.assertEqual((value, count, behind.job_id), (150, 2, self.job | self.job_2))

    def test_nothing_known(self):
        """Whoever has nothing to do with it has no figure, rather than a bad one."""
        stranger = self.env['hr.employee'].create({'name': "Stranger", 'company_id': self.company.id})
        names = ('of_record', 'estimates', 'old_parts', 'questions', 'call_marks', 'check_time', 'records', 'loading', 'board',
                 'holds', 'result')
        indicators = self.env['aftersales.appraisal.indicator'].create([
            {'code': f'Y{name}', 'name': name, 'measure': name} for name in names])
        self.assertFalse(indicators._measure(stranger, self.company, self.month))


@tagged('post_install', '-at_install')
class TestMeasuredClaims(MeasuredOf, ClaimCommon):

    def test_refused_for_his_record(self):
        """Of two lines decided, one was refused because what he wrote does not agree; one for the price is not his."""
        claims = self._create_submitted(count=2)
        lines = claims.line_ids
        self.assertGreater(len(lines), 2)
        technician = lines.job_id.technician_id
        self._set(claims, decided_date='2026-01-20 04:00:00')
        self._set(lines, outcome='accepted')
        self._set(lines[0], outcome='rejected', reason_id=self.env.ref('aftersales.claim_reason_rdp').id)
        self._set(lines[1], outcome='reduced', reason_id=self.env.ref('aftersales.claim_reason_elr').id)
        self.assertEqual(len(technician), 1)
        ours = lines.filtered('job_id')
        self.assertIn(lines[0], ours)
        self.assertEqual(self._measure('of_record', technician), (1, len(ours), lines[0]))
