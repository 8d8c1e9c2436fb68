from datetime import timedelta

from odoo.exceptions import UserError
from odoo.fields import Datetime
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.people import PeopleOf
from odoo.addons.aftersales.tests.dealership.planning import BoardCommon
from odoo.addons.aftersales.tests.one_browser import OneBrowserCase


@tagged('post_install', '-at_install')
class TestTrainingTour(PeopleOf, BoardCommon, OneBrowserCase):
    """Training planned → held → certificate → dispatch allows the work, clicked by trainer and participant."""
    _now = None
    _days = range(7)

    def test_from_plan_to_dispatch(self):
        self.job.sudo().skill_id = self.skill
        course = self._create_course(
            theory_min=80, practical_min=70, skill_type_id=self.skill_type.id, skill_id=self.skill.id,
            skill_level_id=self.skill_type.skill_level_ids[:1].id)
        session = self._create_session(course, self.technician, start=Datetime.now())
        tomorrow = (Datetime.now() + timedelta(days=1)).replace(hour=9, minute=0, second=0, microsecond=0)
        with self.assertRaisesRegex(UserError, "doesn't hold"):
            self._drop(self.job, start=tomorrow, technician=self.technician.id)
        self.start_tour(f'/odoo/training-sessions/{session.id}', 'aftersales_training_held', login=self.user_trainer.login)
        self.env.invalidate_all()
        self.assertEqual(session.participant_ids.result, 'passed')
        self._drop(self.job, start=tomorrow, technician=self.technician.id)
        self.assertEqual(self.job.technician_id, self.technician)
        self.start_tour('/odoo/my-training', 'aftersales_training_feedback', login=self.user_technician.login)
        self.env.invalidate_all()
        self.assertEqual(session.session_mark, 4)
