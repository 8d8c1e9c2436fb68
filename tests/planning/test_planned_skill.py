from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.planning import BoardCommon


@tagged('post_install', '-at_install')
class TestPlannedSkill(BoardCommon):
    """M1: the certificate of the planned day decides, whoever plans and by whatever screen."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.job | cls.job_2).sudo().skill_id = cls.skill
        cls.jobs = (cls.job | cls.job_2).with_user(cls.user_dispatcher)

    def _fill_today(self):
        """Nobody has time before tomorrow."""
        for technician in self.technicians:
            other = self._receive_jobs(1).job_ids
            self._plan(other, 8, 17, technician_id=technician.id)

    def test_certificate_until_today(self):
        """Neither dragging nor assigning nor dispatch puts him on tomorrow's work."""
        self._give_skill(self.technician, valid_from='2026-01-01', valid_to='2026-11-18')
        self.assertEqual(self.job.get_suggestions()[0]['start'], '2026-11-18 08:00:00')
        self._fill_today()
        self.assertFalse(self.job.with_user(self.user_dispatcher).get_suggestions())
        result = self.env['aftersales.workshop'].with_user(self.user_dispatcher).plan_board(self.workshop.id)
        self.assertEqual(result['planned'], 0)
        self.assertEqual(len(result['left']), 2)
        with self.assertRaisesRegex(UserError, "doesn't hold on 11/19/2026"):
            self._drop(self.job, start=self._at(9, day=19), technician=self.technician.id)
        with self.assertRaisesRegex(ValidationError, "doesn't hold on 11/19/2026"):
            self.jobs[0].write({
                'technician_id': self.technician.id,
                'planned_start': self._at(9, day=19), 'planned_stop': self._at(10, day=19)})

    def test_assigned_before_the_certificate_ends(self):
        self._give_skill(self.technician, valid_from='2026-01-01', valid_to='2026-11-18')
        self.jobs.technician_id = self.technician
        for job in self.jobs:
            with self.assertRaisesRegex(ValidationError, "doesn't hold on 11/19/2026"):
                job.write({'planned_start': self._at(9, day=19), 'planned_stop': self._at(10, day=19)})
        with self.assertRaisesRegex(ValidationError, "11/18/2026 – 11/19/2026"):
            self.job.write({'planned_start': self._at(16), 'planned_stop': self._at(9, day=19)})

    def test_renewed_from_tomorrow(self):
        """He is offered for tomorrow and can be assigned for it, not for today."""
        self._give_skill(self.technician, valid_from='2026-11-19')
        self.assertEqual(self.job.get_suggestions()[0]['start'], '2026-11-19 08:00:00')
        self._drop(self.job, start=self._at(9, day=19), technician=self.technician.id)
        self.assertEqual(self.job.technician_id, self.technician)
        with self.assertRaisesRegex(UserError, "doesn't hold on 11/18/2026"):
            self._drop(self.job, start=self._at(14))
        with self.assertRaisesRegex(UserError, "doesn't hold on 11/18/2026"):
            self._drop(self.job_2, start=self._at(9), technician=self.technician.id)

    def test_plan_is_cleared_and_exchanged(self):
        """Clearing a plan asks for no certificate; two jobs change places when both people hold it."""
        for technician in self.technicians:
            self._give_skill(technician, valid_from='2026-11-19')
        for job, technician in zip(self.jobs, self.technicians):
            self._drop(job, start=self._at(9, day=19), technician=technician.id)
        self.jobs[0]._swap_plans(self.jobs[1])
        self.assertEqual(self.jobs.technician_id, self.technicians)
        self._drop(self.job, start=False)
        self.assertFalse(self.job.planned_start)

    def test_warn_only(self):
        self.company.aftersales_skill_policy = 'warn'
        warnings = self._drop(self.job, start=self._at(9, day=19), technician=self.technician.id)
        self.assertIn("doesn't hold on 11/19/2026", warnings[0])
        self.assertEqual(self.job.technician_id, self.technician)

    def test_certificate_of_the_class(self):
        """Quality sheet §3: refused whatever the settings say of skills, and who holds it is named."""
        self.company.aftersales_skill_policy = 'warn'
        self.jobs.sudo().skill_id = False
        certificate = self.skill.copy({'name': "Welder"})
        self.jobs.sudo().work_class_id = self.env['aftersales.work.class'].create({
            'name': "Welding", 'code': "WELD", 'certificate_id': certificate.id})
        with self.assertRaisesRegex(UserError, "“Welder”.*Nobody of the outlet holds it"):
            self._drop(self.job, start=self._at(9, day=19), technician=self.technician.id)
        self.skill = certificate
        self._give_skill(self.technician_2, valid_from='2026-11-01')
        with self.assertRaisesRegex(UserError, f"It is held by {self.technician_2.name}"):
            self._drop(self.job, start=self._at(9, day=19), technician=self.technician.id)
        with self.assertRaisesRegex(ValidationError, "Welder"):
            self.job.sudo().technician_id = self.technician
        self.assertFalse(self._drop(self.job, start=self._at(9, day=19), technician=self.technician_2.id)[0:1])
        other = self.jobs[1]
        self.assertEqual({one['technician'] for one in other.get_suggestions()}, {self.technician_2.id})

    def test_board_shows_skills_of_the_day(self):
        self._give_skill(self.technician, valid_from='2026-11-19')
        Workshop = self.env['aftersales.workshop'].with_user(self.user_dispatcher)
        for day, held in (('2026-11-18', []), ('2026-11-19', self.skill.ids)):
            rows = {row['id']: row for row in Workshop.get_board(self.workshop.id, day)['technicians']}
            self.assertEqual(rows[self.technician.id]['skills'], held)
