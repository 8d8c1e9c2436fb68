from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.aftersales.demo.base.tools import OUTLETS

# What comes up while the car is in the house: part, quantity.
ADDITION = ('part_key_battery', 1)


class AftersalesDemo(models.AbstractModel):
    """Customers who were asked by a link: one is still to answer, one let it expire, one approved an addition."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_questions(self):
        for outlet in OUTLETS:
            company = self._ref(f'company_{outlet}')
            Order = self._as(self.env['aftersales.order'], 'advisor', company).with_context(mail_notify_force_send=False)
            waiting = Order.search([
                ('company_id', '=', company.id), ('job_ids.is_waiting_answer', '=', True), ('state', '=', 'received'),
            ], limit=2)
            self._offer_alternatives(waiting)
            requests = waiting._ask_customer() if waiting else Order.request_ids
            self._backdate_requests(requests.sudo()[1:], timedelta(days=4))
            in_work = Order.search([('company_id', '=', company.id), ('state', '=', 'in_progress')])
            self._answer_addition(in_work.filtered(lambda order: not order.pending_job_count)[:1])

    def _offer_alternatives(self, orders):
        """One customer may choose: less now, or all of it another time."""
        job = orders.job_ids.filtered(lambda job: job._may_offer_alternatives()).sorted(lambda job: -len(job.line_ids))[:1]
        if not job:
            return
        job.alternative_name = "All of it now"
        parts = job.line_ids.filtered(lambda line: line.line_type == 'part')
        vals_list = [{'job_id': job.id, 'name': "With the next service", 'is_later': True, 'sequence': 20}]
        if len(parts) > 1:
            lines = job.line_ids - parts[-1]
            vals_list.append({'job_id': job.id, 'name': "Only what is urgent", 'line_ids': [
                fields.Command.create(line._prepare_alternative_line_vals()) for line in lines]})
        for vals in vals_list:
            vals['valid_until'] = job._get_alternatives_end()
        self.env['aftersales.alternative'].with_env(job.env).create(vals_list)

    def _backdate_answers(self, dates):
        """Answers of the past: their date is part of what is hashed.

        :param dates: dict of authorisation: date and time
        """
        answers = self.env['aftersales.authorisation'].union(*dates)
        contents, hashes = {}, {}
        for answer in answers:
            content = answer._get_content()
            content['answer']['date'] = fields.Datetime.to_string(dates[answer])
            contents[answer] = answer._serialise(content)
            hashes[answer] = answer._hash_content(contents[answer])
        self._backdate(answers, dates, 'date')
        self._backdate(answers, contents, 'content')
        self._backdate(answers, hashes, 'content_hash')

    def _backdate_requests(self, requests, age):
        """Questions of the past, so old that their links have expired."""
        for request in requests:
            request.write({
                'sent_date': request.sent_date - age,
                'expiry_date': request.expiry_date - age,
                'reminder_date': fields.Datetime.now(),
            })

    def _answer_addition(self, order):
        """The technician finds more, the customer says yes on his phone."""
        jobs = order.job_ids.filtered(lambda job: job.approval == 'approved' and job.state in ('todo', 'doing'))[:1]
        part, quantity = self._ref(ADDITION[0]), ADDITION[1]
        if not jobs:
            return
        self.env['aftersales.order.line'].with_env(order.env).create({
            'job_id': jobs.id, 'product_id': part.id, 'quantity': quantity, 'sequence': 90,
        })
        request = order._ask_customer().sudo()
        request.opened_date = fields.Datetime.now()
        request._answer(
            {jobs.id: ('approved', '')}, jobs._get_shown_hash(), signatory=order.partner_id.name,
            ip_address='203.0.113.24', user_agent="Mozilla/5.0 (Linux; Android 14) Mobile", lang=order._get_lang(),
        )
