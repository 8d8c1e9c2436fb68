from datetime import timedelta

from odoo import api, fields, models


class AftersalesDemo(models.AbstractModel):
    """Questions of the last two weeks, some of them overdue."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_enquiries(self):
        now = fields.Datetime.now()
        for number, row in enumerate(self._read_csv('booking/enquiries.csv')):
            company = self._ref(f"company_{row['outlet']}")
            asked = now - timedelta(hours=float(row['hours']), minutes=number * 7 % 50)
            Enquiry = self._as(self.env['aftersales.enquiry'], 'care' if number % 3 else 'advisor', company)
            enquiry = Enquiry.create({
                'channel': row['channel'],
                'vehicle_id': self._ref(f"vehicle_{row['vehicle']}").id if row['vehicle'] else False,
                'contact_name': row['contact'],
                **({'phone': row['phone'], 'email': row['email']} if row['contact'] else {}),
                'workshop_id': self._ref(f"workshop_{row['outlet']}").id,
                'subject': row['subject'],
                'question': row['question'],
                'question_class': row['class'],
                'answer': row['answer'],
                'date': asked,
            })
            if row['responded']:
                enquiry.action_respond()
                enquiry.sudo().response_date = asked + timedelta(hours=float(row['responded']))
            if row['answered']:
                enquiry.action_answer()
                enquiry.sudo().answer_date = asked + timedelta(hours=float(row['answered']))
            enquiry.flush_recordset()
            self._backdate(enquiry.sudo(), {enquiry.sudo(): asked}, 'create_date')
