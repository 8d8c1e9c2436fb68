from odoo import fields, models

PHOTO_TYPES = ('image/png', 'image/jpeg', 'image/gif', 'image/webp')
VIDEO_TYPES = ('video/mp4', 'video/webm')


class AftersalesAuthorisationRequest(models.Model):
    """What the page of the link shows; the templates only set it on the screen."""

    _inherit = 'aftersales.authorisation.request'

    def _set_opened(self):
        for request in self:
            if not request.opened_date:
                request.opened_date = fields.Datetime.now()

    def _get_page_photos(self):
        """Photos the page may show: those of the jobs asked, and nothing but images."""
        self.ensure_one()
        return self._get_waiting_jobs()._get_customer_photos().filtered(lambda photo: photo.mimetype in PHOTO_TYPES)

    def _get_page_videos(self):
        """Films the page may show."""
        self.ensure_one()
        return self._get_waiting_jobs()._get_customer_videos().filtered(lambda film: film.mimetype in VIDEO_TYPES)

    def _get_page_reasons(self):
        """Why customers decline, to choose from."""
        return self.env['aftersales.decline.reason'].search([], limit=20)

    def _get_page_time(self, value):
        """A date and time as the customer reads it: in his language and the outlet's time zone."""
        return value and self.order_id._get_time_text(value)

    def _get_page_phone(self):
        order = self.order_id
        return order.workshop_id.partner_id.phone or order.company_id.phone or ''

    def _prepare_page_values(self):
        """Values of the page, as :meth:`_get_shown_hash` of the jobs fingerprints them."""
        self.ensure_one()
        jobs = self._get_waiting_jobs()
        return {
            'jobs': [self._prepare_page_job(job) for job in jobs],
            'shown_hash': jobs._get_shown_hash(),
            'promise': self._get_page_time(self.order_id.promise_date),
            'currency': self.order_id.currency_id,
            'shows_taxes': self.order_id._shows_taxes(),
            'reasons': self._get_page_reasons(),
        }

    def _prepare_page_job(self, job):
        asked = job._get_asked_lines()
        agreed = job._get_agreed_lines(asked)
        old_total, total = job._get_shown_totals(asked)
        customer_total = job._get_customer_amount(agreed)
        last = job.authorisation_ids.filtered(lambda answer: answer.decision == 'approved')[:1]
        return {
            'job': job,
            'lines': [self._prepare_page_line(line) for line in asked],
            'taxes': sum(asked.mapped('price_tax')),
            'finding': job._get_customer_finding(),
            'old_total': old_total,
            'total': total,
            'difference': total - old_total,
            'customer_total': customer_total,
            # What saying yes adds to what the customer pays.
            'to_pay': customer_total - (last.customer_amount if old_total else 0.0),
            'is_shared': job.currency_id.compare_amounts(customer_total, total) != 0,
            'others': self._prepare_page_payers(job, agreed),
            'is_addition': bool(old_total),
            'old_promise': self._get_page_time(last.promise_date)
            if last and last.promise_date != job.order_id.promise_date else False,
            'photos': job._get_customer_photos().filtered(lambda photo: photo.mimetype in PHOTO_TYPES),
            'videos': job._get_customer_videos().filtered(lambda film: film.mimetype in VIDEO_TYPES),
            'alternatives': [self._prepare_page_alternative(each) for each in job._get_offered_alternatives()],
        }

    def _prepare_page_alternative(self, alternative):
        """What may be chosen instead, as the job itself is shown."""
        job, drafts = alternative.job_id, alternative._get_drafts()
        return {
            'alternative': alternative,
            'choice': alternative._get_choice(),
            'lines': drafts,
            'taxes': sum(drafts.mapped('price_tax')),
            'total': sum(drafts.mapped('price_total')),
            'to_pay': job._get_customer_amount(drafts) if drafts else 0.0,
            'valid_until': alternative.valid_until,
        }

    def _prepare_page_line(self, line):
        """What the customer sees of a line; what was approved of it before, as it was shown then."""
        before = line.approved_total
        if before and not line._shows_taxes():
            answer = line.job_id._get_line_answers()[line].approved
            content = answer.authorisation_id._get_content().get('lines', [])
            before = next((shown.get('subtotal', before) for shown in content if shown.get('id') == answer.line_ref), before)
        return {'line': line, 'before': before}

    def _prepare_page_payers(self, job, lines):
        """Who pays what the customer does not: a partner, the house, or the kind of work where nobody is named yet."""
        pay_type = job.pay_type_id
        without_partner = job.company_id.name if pay_type.settlement == 'internal' else pay_type.name
        return [
            {'name': payer.name or without_partner, 'amount': amount}
            for payer, amount in job._get_payer_amounts(lines)
            if payer != job.order_id.partner_id and not job.currency_id.is_zero(amount)
        ]
