"""A third party's file of answers: who said what on which day."""
from datetime import date, datetime, time

import pytz

from odoo import fields
from odoo.exceptions import UserError
from odoo.tools import format_date

from odoo.addons.aftersales.models.base.table_file import fold, read_day

MOST_ANSWERS = 1000
HEADER_ROWS = 10
HEADINGS = {
    'order': (
        'order', 'repair order', 'order no', 'order no.', 'order number', '工单', '工单号', '维修工单', '维修工单号',
        '委托书号'),
    'plate': ('plate', 'license plate', 'licence plate', 'registration', '车牌', '车牌号', '车牌号码'),
    'phone': ('phone', 'mobile', 'telephone', 'phone number', '电话', '手机', '手机号', '手机号码', '联系电话'),
    'date': ('date', 'day', 'answered on', 'interview date', '日期', '调查日期', '访问日期', '回访日期', '答复日期'),
}
# Of a long number the last digits tell it apart, whatever code stands before them.
SHORTEST_PHONE, PHONE_TAIL = 7, 8
OF_VISITS = ('booking', 'visit')


class AnswerFile:
    """Rows of a table, and whom they speak of: looked up for all of them at once."""

    def __init__(self, env, survey, workshop, table):
        self.env, self.survey, self.workshop = env, survey, workshop
        self.company = workshop.company_id or env.company
        self.is_of_visits = survey.aftersales_kind in OF_VISITS
        self.today = fields.Date.context_today(survey)
        self.levels = {}  # question: what may stand in its column
        self.rows = self._read_rows(table)
        self._find_people()

    # === TABLE ===#

    def _read_rows(self, table):
        codes = self._get_codes()
        headings = ((start, self._find_columns(cells, codes)) for start, cells in enumerate(table[:HEADER_ROWS], 1))
        start, columns = next(((start, columns) for start, columns in headings if columns), (0, None))
        if not columns:
            raise UserError(self.env._(
                "The file has no row of headings with Order, Plate or Phone, with Date, and with codes of questions of "
                "“%(survey)s” (%(codes)s).", survey=self.survey.title, codes=', '.join(codes.values())))
        self.unread = [
            cell.strip() for index, cell in enumerate(table[start - 1]) if cell.strip() and index not in columns]
        rows = []
        for number, cells in enumerate(table[start:], start + 1):
            said = {columns[index]: cell.strip() for index, cell in enumerate(cells) if index in columns and cell.strip()}
            if said:
                rows.append({
                    'number': number, 'day': read_day(said.get('date')),
                    **{name: said.pop(name, '') for name in HEADINGS}, 'said': said})
        if not rows:
            raise UserError(self.env._("The file has no rows below its headings."))
        if len(rows) > MOST_ANSWERS:
            raise UserError(self.env._("The file has more than %(count)s rows. Import it in parts.", count=MOST_ANSWERS))
        return rows

    def _get_codes(self):
        """:return: dict of code as it is compared: code"""
        joined = self.env['survey.survey']
        if self.survey.aftersales_kind == 'visit':
            joined = self.env['aftersales.survey.trigger']._get_active('booked').survey_id[:1]
        questions = self.env['aftersales.survey.invitation']._list_questions(self.survey, joined)
        codes = [question.aftersales_code for question in questions if question.aftersales_code]
        return {fold(code): code for code in codes}

    def _find_columns(self, cells, codes):
        """:return: dict of place: code of a question, or name of ``HEADINGS``; empty where these are no headings"""
        columns = {}
        for index, cell in enumerate(cells):
            heading = fold(cell)
            name = codes.get(heading) or next((name for name, words in HEADINGS.items() if heading in words), None)
            if name and name not in columns.values():
                columns[index] = name
        names = set(columns.values())
        is_whole = names & {'order', 'plate', 'phone'} and 'date' in names and names - HEADINGS.keys()
        return columns if is_whole else {}

    def get_who(self, row):
        return row['order'] or row['plate'] or row['phone']

    # === PEOPLE ===#

    def _find_people(self):
        Order, Vehicle = self.env['aftersales.order'], self.env['fleet.vehicle']
        own = [('company_id', '=', self.company.id)]
        for row in self.rows:
            row['order'] = row['order'].upper()
            row['plate'] = Vehicle._normalise_plate(row['plate']) or ''
            digits = ''.join(filter(str.isdigit, row['phone']))
            row['tail'] = digits[-PHONE_TAIL:] if len(digits) >= SHORTEST_PHONE else ''
        plates = {row['plate'] for row in self.rows if not row['order']} - {''}
        tails = {row['tail'] for row in self.rows if not row['order'] and not row['plate']} - {''}
        orders = Order.search([*own, ('name', 'in', list({row['order'] for row in self.rows} - {''}))])
        self.orders = {order.name: order for order in orders}
        self.vehicles = Vehicle.search([('license_plate', 'in', list(plates))]).grouped('license_plate')
        self.partners = {}
        if tails:
            Partner = self.env['res.partner']
            for partner in Partner.search(Partner._get_phone_domain(tails)):
                for name in Partner._phone_get_number_fields():
                    digits = ''.join(filter(str.isdigit, partner[name] or ''))
                    for length in {len(tail) for tail in tails}:
                        self.partners[digits[-length:]] = self.partners.get(digits[-length:], Partner) | partner
        people = Partner.concat(*self.partners.values()) if tails else self.env['res.partner']
        visits = Order
        if self.is_of_visits:
            visits = Order.search([
                *own, ('state', '=', 'delivered'), '|', ('license_plate', 'in', list(plates)),
                ('partner_id', 'in', people.ids)], order='delivered_date desc, id desc')
        self.visits_by_plate, self.visits_by_partner = visits.grouped('license_plate'), visits.grouped('partner_id')
        self._find_invitations(orders | visits, people)

    def _find_invitations(self, orders, people):
        Invitation = self.env['aftersales.survey.invitation']
        if self.is_of_visits:
            found = Invitation.search([('order_id', 'in', orders.ids)])
            self.invitations = {invitation.order_id: invitation for invitation in found}
            # sudo: what is asked about a visit is the system's
            unasked = (orders - found.order_id).sudo()
            self.asked = {vals['order_id']: vals for vals in unasked._prepare_surveys()}
            return
        vehicles = self.env['fleet.vehicle'].concat(orders.vehicle_id, *self.vehicles.values())
        owners = orders.partner_id | people | vehicles.contact_id | vehicles.owner_id
        found = Invitation.search([
            ('survey_id', '=', self.survey.id), ('company_id', '=', self.company.id), ('partner_id', 'in', owners.ids)],
            order='id desc')
        self.invitations = found.grouped(lambda invitation: (invitation.partner_id, invitation.vehicle_id))

    # === ROWS ===#

    def read_row(self, row):
        """
        :return: dict of ``key`` (whom the row speaks of), ``invitation`` that it answers or is told by, ``vals`` of one
            that is made, ``answers``, ``moment``
        :raises UserError: what is wrong with the row
        """
        day = row['day']
        if not day or not date(2000, 1, 1) <= day <= self.today:
            raise UserError(self.env._(
                "“%(day)s” is no day on which the customer can have answered.", day=row['date'] or '-'))
        found = self._find_visit(row) if self.is_of_visits else self._find_customer(row)
        workshop = found['vals'].get('workshop_id')
        zone = self.env['aftersales.workshop'].browse(workshop)._get_tz() if workshop else pytz.timezone(
            self.company._get_clock_zone())
        noon = zone.localize(datetime.combine(day, time(12))).astimezone(pytz.utc).replace(tzinfo=None)
        found['moment'] = min(noon, fields.Datetime.now())
        found['answers'] = self._read_answers(row, found)
        return found

    def _find_visit(self, row):
        order = self._find_order(row)
        if not order and row['plate']:
            order = self._get_last(self.visits_by_plate.get(row['plate'], ()), row)
        elif not order:
            order = self._get_last(self.visits_by_partner.get(self._find_partner(row), ()), row)
        if order.state != 'delivered' or order.workshop_id._get_local_day(order.delivered_date) > row['day']:
            raise UserError(self.env._(
                "%(order)s was not delivered on %(day)s yet.", order=order.name, day=format_date(self.env, row['day'])))
        invitation = self.invitations.get(order, self.env['aftersales.survey.invitation'])
        vals = self.asked.get(order.id, {})
        if not invitation and self.survey.id not in (vals.get('survey_id'), vals.get('joined_survey_id')):
            vals = {'order_id': order.id, 'survey_id': self.survey.id, 'company_id': order.company_id.id,
                    'workshop_id': order.workshop_id.id}
        surveys = invitation.survey_id | invitation.joined_survey_id
        if invitation and self.survey not in surveys:
            raise UserError(self.env._(
                "About %(order)s the customer was asked “%(survey)s”: import it with that questionnaire.", order=order.name,
                survey=invitation.survey_id.title))
        return {'key': order, 'invitation': invitation, 'order': order, 'vals': vals or {'workshop_id': order.workshop_id.id}}

    def _get_last(self, visits, row):
        """The last of the visits that were delivered by the day of the row."""
        for visit in visits:
            if visit.workshop_id._get_local_day(visit.delivered_date) <= row['day']:
                return visit
        raise UserError(self.env._(
            "No visit of %(who)s was delivered until %(day)s.", who=self.get_who(row),
            day=format_date(self.env, row['day'])))

    def _find_customer(self, row):
        order, vehicle, partner = self._find_order(row), self.env['fleet.vehicle'], self.env['res.partner']
        if order:
            vehicle, partner = order.vehicle_id, order.partner_id
        elif row['plate']:
            vehicle = self.vehicles.get(row['plate'], vehicle)
            if len(vehicle) != 1:
                raise UserError(
                    self.env._("No car with the plate %(plate)s is known.", plate=row['plate']) if not vehicle else
                    self.env._("Several cars have the plate %(plate)s.", plate=row['plate']))
            partner = vehicle.contact_id or vehicle.owner_id
            if not partner:
                raise UserError(self.env._("The car %(plate)s has no customer.", plate=row['plate']))
        else:
            partner = self._find_partner(row)
        invitations = self.invitations.get((partner, vehicle), self.env['aftersales.survey.invitation'])
        waiting = invitations.filtered(lambda invitation: invitation.state in ('open', 'lapsed', 'skipped'))
        told = invitations.filtered(lambda invitation: invitation.state == 'answered' and invitation.method == 'third'
                                    and self._get_day(invitation) == row['day'])
        workshop = order.workshop_id or self.workshop
        return {
            'key': (partner, vehicle, row['day']), 'invitation': told[:1] or waiting[:1], 'order': order.browse(),
            'vals': {
                'survey_id': self.survey.id, 'company_id': self.company.id, 'workshop_id': workshop.id,
                'partner_id': partner.id, 'vehicle_id': vehicle.id}}

    def _get_day(self, invitation):
        zone = invitation.workshop_id._get_tz() if invitation.workshop_id else pytz.timezone(self.company._get_clock_zone())
        return pytz.utc.localize(invitation.answered_date).astimezone(zone).date()

    def _find_order(self, row):
        order = self.orders.get(row['order'], self.env['aftersales.order'])
        if row['order'] and not order:
            raise UserError(self.env._("There is no repair order %(order)s.", order=row['order']))
        if order and row['plate'] and order.license_plate and order.license_plate != row['plate']:
            raise UserError(self.env._(
                "%(order)s is of the car %(plate)s, not of %(other)s.", order=order.name, plate=order.license_plate,
                other=row['plate']))
        if not (row['order'] or row['plate'] or row['tail']):
            raise UserError(self.env._("Nobody is named: enter order, plate or phone."))
        return order

    def _find_partner(self, row):
        partner = self.partners.get(row['tail'], self.env['res.partner'])
        if len(partner) != 1:
            raise UserError(
                self.env._("No customer with the number %(phone)s is known.", phone=row['phone']) if not partner else
                self.env._("Several customers have the number %(phone)s: enter order or plate.", phone=row['phone']))
        return partner

    # === ANSWERS ===#

    def _read_answers(self, row, found):
        """:return: dict of question's id: answer, as ``_answer`` takes it"""
        Invitation, surveys = self.env['aftersales.survey.invitation'], self.env['survey.survey'].sudo()
        if found['invitation']:
            questions = found['invitation']._get_questions()
        else:  # sudo: questions are the house's own
            questions = Invitation._list_questions(
                surveys.browse(found['vals']['survey_id']), surveys.browse(found['vals'].get('joined_survey_id') or ()))
        by_code, answers = {question.aftersales_code: question for question in questions}, {}
        for code, text in row['said'].items():
            question = by_code.get(code)
            if not question:
                raise UserError(self.env._("%(code)s was not asked about this visit.", code=code))
            answers[question.id] = self._read_answer(question, text)
        asked = questions.browse(answers)
        if not asked:
            raise UserError(self.env._("No question is answered."))
        if all(asked.mapped('aftersales_is_overall')) and found['order'] and found['order'].sudo()._get_visit_rating().consumed:
            raise UserError(self.env._("The customer's stars say how the visit was: nothing else is answered."))
        return answers

    def _read_answer(self, question, text):
        value, kind = text, question.question_type
        if kind == 'simple_choice':
            value = self._get_levels(question).get(fold(text))
        elif kind in ('scale', 'numerical_box'):
            try:
                value = float(text)
            except ValueError:
                value = None
        if value is None or not self.env['aftersales.survey.invitation']._read_answer(question, value):
            raise UserError(self.env._(
                "%(code)s: “%(text)s” is no answer to “%(question)s”.", code=question.aftersales_code, text=text[:40],
                question=question.title))
        return value

    def _get_levels(self, question):
        """:return: dict of the key, as it is typed from paper, and of the words in each language: id of the answer"""
        if question not in self.levels:
            levels = {}
            for lang, __ in self.env['res.lang'].get_installed():
                for answer in question.with_context(lang=lang).suggested_answer_ids:
                    level = answer.aftersales_level_id
                    for text in (level.key, level.name, answer.value):
                        if text:
                            levels.setdefault(fold(text), answer.id)
            self.levels[question] = levels
        return self.levels[question]

    # === VERDICT ===#

    def judge(self, found, seen):
        """:return: (verdict, sentence) of what was read; whom a row before spoke of is doubled"""
        invitation = found['invitation']
        if found['key'] in seen:
            return 'doubled', self.env._("A row above is about the same.")
        seen.add(found['key'])
        if invitation.state == 'answered':
            return 'known', self.env._("The customer's answers are there already.")
        if invitation.state == 'refused':
            return 'wrong', self.env._("The customer refused to answer.")
        return 'new', ''
