from datetime import timedelta

from odoo import fields, models

from odoo.addons.aftersales.models.base.words import say_day, say_time

MOST_CARS, MOST_TALKS = 5, 4
# What was spoken of so lately is not spoken of again.
FRESH = timedelta(days=60)


class AftersalesFollowup(models.Model):
    """All that whoever calls should know of the customer, on one screen (J3)."""
    _inherit = 'aftersales.followup'

    def _prepare_call(self):
        """What the screen shows, in the caller's language."""
        self.ensure_one()
        followup = self.sudo()  # sudo: who may call reads what the call is about
        lang, names = followup._get_lang(), dict(self.env['res.lang'].get_installed())
        invitation = followup._get_invitation()
        is_asked = invitation and invitation.state in ('open', 'lapsed', 'skipped')
        return {
            'id': self.id, 'title': followup.rule_id.name, 'customer': followup.partner_id.display_name,
            'customer_id': followup.partner_id.id, 'phone': followup.partner_id.phone or '',
            'language': names.get(lang, lang), 'wishes': followup.partner_id.aftersales_wish_text or '',
            'quiet': '' if followup.is_agreed else followup.company_id._get_quiet_reason(fields.Datetime.now()),
            'due': fields.Date.to_string(followup.due_date), 'is_late': followup.is_late, 'attempts': followup.attempt_count,
            'cars': followup._prepare_cars(), 'visit': followup._prepare_visit(), 'open': followup._prepare_open_things(),
            'talks': followup._prepare_talks(), 'steps': followup._prepare_steps(), 'tips': followup._prepare_tips(),
            'offers': followup._prepare_offers(),
            'questions': invitation._prepare_questions() if is_asked else [],
            'answered': invitation._describe_answers() if invitation.id and invitation.state == 'answered' else '',
            'results': self._get_result_keys(), 'moods': self._get_choices('mood'), 'lost': self._get_choices('lost_reason'),
        }

    def _prepare_cars(self):
        """The car that the call is about, then his other cars."""
        cars = self.env['fleet.vehicle'].search([
            ('owner_id', '=', self.partner_id.id), ('company_id', 'in', (False, self.company_id.id))], limit=MOST_CARS)
        return [{
            'id': car.id, 'name': ' · '.join(filter(None, (car.license_plate, car.model_id.display_name))),
            'km': f'{car.last_odometer:.0f} km' if car.last_odometer and car.odometer_unit == 'kilometers' else '',
        } for car in self.vehicle_id | (cars - self.vehicle_id)]

    def _get_last_visit(self):
        if self.order_id or not self.vehicle_id:
            return self.order_id
        return self.env['aftersales.order'].search(
            [('vehicle_id', '=', self.vehicle_id.id), ('state', '=', 'delivered'), ('company_id', '=', self.company_id.id)],
            order='delivered_date desc', limit=1)

    def _prepare_visit(self):
        """The last visit: when, what was done, by whom, and whether what was promised was kept."""
        visit = self._get_last_visit()
        if not visit:
            return False
        kept = bool(visit.promise_first_date and visit.ready_date and visit.ready_date <= visit.promise_first_date)
        return {
            'id': visit.id, 'name': visit.name, 'advisor': visit.user_id.name or '',
            'delivered': say_time(self.env, visit.delivered_date, self._get_notice_tz()) if visit.delivered_date else '',
            'jobs': [
                {'name': job.name or '', 'state': job._get_state_label(), 'payer': job.pay_type_id.name or ''}
                for job in visit.job_ids if job.state != 'cancelled'],
            'promised': say_time(self.env, visit.promise_first_date, self._get_notice_tz())
            if visit.promise_first_date else '', 'kept': kept,
        }

    def _prepare_open_things(self):
        """What the caller should speak of: complaint, recall, declined work, service due."""
        car, found = self.vehicle_id, []
        for complaint in car._get_open_complaints(self.company_id, self.partner_id):
            found.append({'level': 'danger', 'label': self.env._("Open Complaint"), 'text': complaint.display_name})
        if not car:
            return found
        if car.has_recall:
            found.append({'level': 'danger', 'label': self.env._("Open Recall"), 'text': car.recall_text or ''})
        for entry in car._get_open_recommendations()[car]:
            found.append({
                'level': entry['level'], 'label': self.env._("Declined") if entry['kind'] == 'declined'
                else self.env._("Found"), 'text': ' · '.join(filter(None, (entry['name'], entry['reason'])))})
        if car.next_service_date:
            found.append({
                'level': 'warning' if car.next_service_date <= self._get_today() else 'info',
                'label': self.env._("Next Service"), 'text': self._say_service()})
        if car.coverage_text:
            found.append({'level': 'info', 'label': self.env._("Warranty"), 'text': car.coverage_text})
        return found

    def _say_service(self):
        car = self.vehicle_id
        unit = dict(car._fields['odometer_unit']._description_selection(self.env)).get(car.odometer_unit, '')
        return ' · '.join(filter(None, (
            car.next_service_line_id.display_name or '', fields.Date.to_string(car.next_service_date) or '',
            f'{car.next_service_odometer:.0f} {unit}' if car.next_service_odometer else '')))

    def _prepare_tips(self):
        """What is good to know for this car at this time of the year, in the customer's language."""
        # sudo: whoever calls reads what he is to say
        tips = self.env['aftersales.followup.tip'].sudo()._find(self.company_id, self.vehicle_id, self._get_today())
        return [{'id': tip.id, 'name': tip.name, 'text': tip.with_context(lang=self._get_lang()).text} for tip in tips]

    def _prepare_offers(self):
        """Hook: offers and events that fit customer and car; rooms add theirs by ``super()``.

        :return: list of dicts of ``label`` and ``text``
        """
        return []

    def _prepare_talks(self):
        """What was said before: the second call does not repeat the first."""
        talks = self.env['aftersales.followup.contact'].search([
            ('partner_id', '=', self.partner_id.id), ('company_id', '=', self.company_id.id)], limit=MOST_TALKS)
        outcomes, results = (
            dict(talks._fields[name]._description_selection(self.env)) for name in ('outcome', 'result'))
        return [{
            'id': talk.id, 'date': say_time(self.env, talk.date, self._get_notice_tz()), 'topic': talk.topic,
            'outcome': results.get(talk.result) or outcomes.get(talk.outcome, ''), 'agent': talk.user_id.name,
            'text': '\n'.join(filter(None, (talk.summary, talk.wishes))),
        } for talk in talks]

    def _get_script_words(self):
        """Hook: what the names in braces of a script say; rooms add theirs by ``super()``."""
        car, visit = self.vehicle_id, self._get_last_visit()
        return {
            'customer': self.partner_id.name or '', 'agent': self.env.user.name,
            'company': self.workshop_id.name or self.company_id.name,
            'car': car.license_plate or car.model_id.display_name or '', 'advisor': visit.user_id.name if visit else '',
            'work': ", ".join(filter(None, visit.job_ids.mapped('name'))) if visit else '',
            'date': say_time(self.env, visit.delivered_date, self._get_notice_tz())
            if visit and visit.delivered_date else '', 'service': self._say_service() if car else '',
        }

    def _prepare_steps(self):
        """The script, in the customer's language where there are words in it, with what it speaks of filled in."""
        words = self.with_context(lang=self._get_lang())._get_script_words()
        script = self.rule_id.script_id.with_context(lang=self._get_lang())
        said = self._get_said_topics()
        return [{
            'id': step.id, 'name': step.with_context(lang=self.env.lang).name, 'text': _fill(step.text, words),
            'said': said.get(step._get_topic(), '') if step._is_topic() else '',
        } for step in script.step_ids]

    def _get_said_steps(self, unsaid):
        """Of the script all that the caller did not mark as left out."""
        left_out = [number for number in unsaid if isinstance(number, int)] if isinstance(unsaid, (list, tuple)) else []
        return self.rule_id.script_id.step_ids.filtered(lambda step: step.id not in left_out)

    def _get_said_topics(self):
        """What this customer was asked about this car lately: it is not asked again.

        :return: dict of topic: the day
        """
        talks = self.env['aftersales.followup.contact'].search([
            ('partner_id', '=', self.partner_id.id), ('vehicle_id', '=', self.vehicle_id.id),
            ('company_id', '=', self.company_id.id), ('outcome', '=', 'reached'),
            ('date', '>=', fields.Datetime.now() - FRESH), ('followup_id', '!=', self.id)], order='date')
        return {
            step._get_topic(): say_day(self.env, talk.date, self._get_notice_tz())
            for talk in talks for step in talk.said_step_ids if step._is_topic()}


def _fill(text, words):
    """Names in braces are filled in; whatever else somebody typed into braces stays as it is."""
    for name, value in words.items():
        text = (text or '').replace('{' + name + '}', value)
    return text
