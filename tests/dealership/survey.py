from datetime import timedelta

from odoo import fields
from odoo.tools import SQL

from odoo.addons.aftersales.tests.dealership.complaint import ComplaintCommon

# A Tuesday at ten in Shanghai.
TUESDAY = '2026-03-03 02:00:00'


class SurveyCommon(ComplaintCommon):
    """Visits delivered the day before, and what their customers say of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invitations = cls.env['aftersales.survey.invitation']
        cls.visit_trigger = cls.env.ref('aftersales.survey_trigger_visit')

    @classmethod
    def _create_visits(cls, count=1, days=1, partners=None, **values):
        """Delivered so many days ago, each to a customer of its own who reads mails."""
        partners = partners or cls.env['res.partner'].create([{
            'name': f'Customer {number}', 'email': f'customer.{number}@example.com', 'phone': f'+86 21 5555 1{number:03}',
        } for number in range(count)])
        visits = cls._create_orders(count, **values)
        for visit, partner in zip(visits, partners, strict=True):
            visit.partner_id = partner
        cls.env.flush_all()
        cls.env.cr.execute(SQL(
            "UPDATE aftersales_order SET state = 'delivered', delivered_date = %s WHERE id IN %s",
            fields.Datetime.now() - timedelta(days=days), visits._ids))
        cls.env.invalidate_all()
        return visits.sudo()

    @classmethod
    def _ask_about(cls, visits):
        visits._ask_about_visit()
        return visits.survey_invitation_ids.sorted('id')

    def _say(self, invitation, **answers):
        """Answers by code of the question: the mark, or what was said."""
        said = {}
        for question in invitation._get_questions():
            if question.aftersales_code in answers:
                value = answers[question.aftersales_code]
                if question.aftersales_scale_id:
                    value = question.suggested_answer_ids.filtered(
                        lambda answer, value=value: answer.aftersales_level_id.mark == value
                        and answer.aftersales_level_id.is_mark == (value is not None)).id
                said[question.id] = value
        return said
