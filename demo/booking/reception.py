from base64 import b64encode
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import file_open


class AftersalesDemo(models.AbstractModel):
    """What the counter did: deliveries explained and signed; questions of the last two weeks, some of them overdue."""

    _inherit = 'aftersales.demo'

    def _explain_deliveries(self, orders):
        """What the customers of the past were explained and signed; one in nine was in a hurry."""
        with file_open('aftersales/demo/counter/signature.png', 'rb') as file:
            signature = b64encode(file.read())
        points = self.env['aftersales.delivery.point'].search([])  # pylint: disable=no-search-all
        self.env['aftersales.delivery'].sudo().create([
            order._prepare_delivery_vals(
                user_id=order.user_id.id,
                date=order.delivered_date,
                receiver=order.partner_id.name,
                signature=False if order.id % 9 == 0 else signature,
                unsigned_reason=self.env._("Key put into the safe after hours.") if order.id % 9 == 0 else False,
                advice="\n".join(order._get_delivery_advice()),
                amount_unpaid=order.amount_total,
                line_ids=[
                    Command.create({'sequence': point.sequence, 'name': point.name, 'is_done': order.id % 9 != 0})
                    for point in points
                ],
            )
            for order in orders
        ])

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
