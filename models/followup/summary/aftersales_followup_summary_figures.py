from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.fields import Domain

# So many wishes are quoted; the register has them all.
MOST_WISHES = 30
CALLS = Domain('medium', '=', 'call') & Domain('direction', '=', 'out')


class AftersalesFollowupSummary(models.Model):
    """The figures of a period beside those of the one before: plain values, so that they can be sealed and drawn."""
    _inherit = 'aftersales.followup.summary'

    def _get_figures(self):
        """Of a released summary what was sealed, in the reader's language where it was; else what is so today."""
        self.ensure_one()
        if self.content_hash:
            sealed = self._get_content().get('figures', {})
            return sealed.get(self.env.lang) or sealed.get('en_US') or next(iter(sealed.values()), {})
        return self._count_figures()

    def _count_figures(self):
        """:return: dict of ``rows``, ``agents``, ``results``, ``ended``, ``lost``, ``wishes``, ``months``"""
        self.ensure_one()
        start, end = self.period_start, self._get_end()
        now, before = self._count_period(start, end), self._count_period(self._get_former_start(), start)
        return {
            'rows': [{'name': name, 'value': now[key], 'last': before[key]} for key, name in self._get_labels().items()],
            'customers': [
                {'name': name, 'value': value, 'last': last} for name, value, last in self._get_customer_figures(start, end)],
            'agents': self._count_agents(start, end), 'results': self._count_by('result', start, end),
            'ended': self._count_ended(start, end), 'lost': self._count_lost(start, end),
            'wishes': self._read_wishes(start, end),
            'months': self._count_months() if self.period == 'year' else [],
        }

    def _get_customer_figures(self, start, end):
        """Hook: customers lost and won back in the days from ``start`` to before ``end``; rooms that know them add theirs.

        :return: list of (label, value, value of the period before or None)
        """
        return []

    def _get_labels(self):
        """Figures by key, in the order of the sheet, in the reader's words."""
        return {
            'planned': self.env._("Planned"),
            'done': self.env._("Done"),
            'timely': self.env._("Done in time"),
            'timely_rate': self.env._("In time (%)"),
            'late': self.env._("Late or not done"),
            'calls': self.env._("Calls made"),
            'reach_rate': self.env._("Reached (%)"),
            'per_hour': self.env._("Calls per agent and hour"),
            'booked': self.env._("Bookings made"),
            'booking_rate': self.env._("Bookings per 100 calls"),
            'content': self.env._("In good mood (%)"),
            'satisfied': self.env._("Satisfied by surveys (%)"),
            'complaints': self.env._("Complaints found"),
            'suggestions': self.env._("Suggestions and praise"),
            'wishes': self.env._("Wishes"),
            'lost': self.env._("Lost customers"),
            'questions': self.env._("Questions taken along"),
            'old_questions': self.env._("Of these not answered in two days"),
            'letters': self.env._("Letters sent"),
            'returned': self.env._("Letters that came back"),
            'incoming': self.env._("Calls and letters that came in"),
            'unanswered': self.env._("Of these not answered yet"),
        }

    # === READ ===#

    def _get_domain(self, start, end, field):
        domain = Domain('company_id', '=', self.company_id.id) & Domain(field, '>=', start) & Domain(field, '<', end)
        return domain & Domain('workshop_id', '=', self.workshop_id.id) if self.workshop_id else domain

    def _read_steps(self, start, end, groupby, aggregates, domain=()):
        # sudo: the summary tells sums of what its reader may not read one by one
        return self.env['aftersales.followup'].sudo()._read_group(
            self._get_domain(start, end, 'due_date') & Domain(domain), groupby, aggregates)

    def _read_contacts(self, start, end, groupby, aggregates, domain=()):
        return self.env['aftersales.followup.contact'].sudo().with_context(tz='UTC')._read_group(  # sudo: as above
            self._get_domain(start, end, 'contact_day') & Domain(domain), groupby, aggregates)

    def _count_period(self, start, end):
        planned, done, in_time, booked = self._read_steps(
            start, end, [], ['__count', 'is_done:sum', 'is_on_time:sum', 'is_booked:sum'])[0]
        calls, reached = self._read_contacts(start, end, [], ['__count', 'is_reached:sum'], CALLS)[0]
        done, in_time, booked, reached = (value or 0 for value in (done, in_time, booked, reached))
        over = self._read_steps(start, end, [], ['__count'], [
            '|', '&', ('state', '=', 'done'), ('is_on_time', '=', 0),
            '|', ('end_reason', '=', 'late'), '&', ('state', 'in', ('planned', 'in_call', 'no_answer')),
            ('late_date', '<', fields.Date.context_today(self))])[0][0]
        return {
            'planned': planned, 'done': done, 'timely': in_time, 'timely_rate': _percent(in_time, planned), 'late': over,
            'calls': calls, 'reach_rate': _percent(reached, calls), 'booked': booked,
            'booking_rate': _percent(booked, calls), 'per_hour': self._count_per_hour(start, end),
            'satisfied': self._read_satisfied(start, end), **self._count_said(start, end), **self._count_letters(start, end),
        }

    def _count_said(self, start, end):
        moods = dict(self._read_contacts(start, end, ['mood'], ['__count'], [('mood', '!=', False)]))
        results = dict(self._read_contacts(start, end, ['result'], ['__count'], CALLS))
        questions = self._read_steps(start, end, [], ['__count'], [('question', '!=', False)])[0][0]
        old = self._read_steps(start, end, [], ['__count'], [('escalated_date', '!=', False)])[0][0]
        wishes = self._read_contacts(start, end, [], ['__count'], [('wishes', '!=', False)])[0][0]
        return {
            'content': _percent(moods.get('content', 0), sum(moods.values())), 'complaints': results.get('complaint', 0),
            'suggestions': results.get('suggestion', 0), 'lost': results.get('lost', 0), 'wishes': wishes,
            'questions': questions, 'old_questions': old}

    def _count_letters(self, start, end):
        letters = dict(self._read_contacts(
            start, end, ['outcome'], ['__count'], [('medium', '=', 'letter'), ('direction', '=', 'out')]))
        incoming = Domain('direction', '=', 'in')
        waiting = incoming & Domain('is_answered', '=', False) & Domain('answered_date', '=', False)
        return {
            'letters': sum(letters.values()), 'returned': letters.get('returned', 0),
            'incoming': self._read_contacts(start, end, [], ['__count'], incoming)[0][0],
            'unanswered': self._read_contacts(start, end, [], ['__count'], waiting)[0][0]}

    def _count_per_hour(self, start, end, domain=()):
        """Calls of an agent in an hour in which he called somebody."""
        rows = self._read_contacts(start, end, ['user_id', 'date:hour'], ['__count'], CALLS & Domain(domain))
        return round(sum(count for __, __, count in rows) / len(rows), 1) if rows else None

    def _read_satisfied(self, start, end):
        # sudo: as above
        row = self.env['aftersales.survey.report'].sudo()._read_group(
            self._get_domain(start, end, 'date'), [], ['satisfied:avg', 'answers:sum'])[0]
        return round(row[0], 1) if row[1] else None

    def _count_agents(self, start, end):
        rows = self._read_contacts(start, end, ['user_id'], ['__count', 'is_reached:sum', 'booking_rate:avg'], CALLS)
        hours = {}
        for user, __, count in self._read_contacts(start, end, ['user_id', 'date:hour'], ['__count'], CALLS):
            hours.setdefault(user, []).append(count)
        return sorted(({
            'name': user.name, 'calls': calls, 'reach_rate': _percent(reached or 0, calls),
            'booking_rate': round(booked or 0, 1), 'per_hour': round(calls / len(hours[user]), 1),
        } for user, calls, reached, booked in rows), key=lambda row: (-row['calls'], row['name']))

    def _count_by(self, name, start, end):
        labels = dict(self.env['aftersales.followup.contact']._fields[name]._description_selection(self.env))
        rows = self._read_contacts(start, end, [name], ['__count'], CALLS & Domain(name, '!=', False))
        return [{'name': labels.get(value, value), 'value': count} for value, count in sorted(rows, key=lambda row: -row[1])]

    def _count_ended(self, start, end):
        """Steps that ended without a call, by their reason."""
        labels = dict(self.env['aftersales.followup']._fields['end_reason']._description_selection(self.env))
        rows = self._read_steps(start, end, ['end_reason'], ['__count'], [('end_reason', '!=', False)])
        return [{'name': labels.get(value, value), 'value': count} for value, count in sorted(rows, key=lambda row: -row[1])]

    def _count_lost(self, start, end):
        labels = dict(self.env['aftersales.followup']._fields['lost_reason']._description_selection(self.env))
        rows = self._read_steps(start, end, ['lost_reason'], ['__count'], [('lost_reason', '!=', False)])
        return [{'name': labels.get(value, value), 'value': count} for value, count in sorted(rows, key=lambda row: -row[1])]

    def _read_wishes(self, start, end):
        # sudo: as above
        contacts = self.env['aftersales.followup.contact'].sudo().search(
            self._get_domain(start, end, 'contact_day') & Domain('wishes', '!=', False), order='date', limit=MOST_WISHES)
        return [{'number': contact.name, 'text': contact.wishes} for contact in contacts]

    def _count_months(self):
        months = []
        for number in range(12):
            start = self.period_start + relativedelta(months=number)
            figures = self._count_period(start, start + relativedelta(months=1))
            months.append({'name': fields.Date.to_string(start)[:7], **{
                key: figures[key] for key in ('planned', 'done', 'timely_rate', 'reach_rate', 'booked')}})
        return months


def _percent(part, whole):
    return round(100 * part / whole, 1) if whole else None
