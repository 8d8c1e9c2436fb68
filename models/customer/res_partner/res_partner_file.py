from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.tools import format_date

from odoo.addons.aftersales.models.base.words import say_field

MOST_CARS, MOST_VISITS, MOST_JOBS, MOST_ANSWERS = 4, 3, 3, 3


class ResPartner(models.Model):
    """All that is known of a customer, as blocks of labels and texts: the one-page file (J1)."""
    _inherit = 'res.partner'

    # === HOOKS ===#

    def _prepare_customer_file(self):
        """Hook: the blocks of the one-page file, in the order they are printed; rooms add theirs by ``super()``.

        :return: list of dicts of ``title`` and ``rows``: tuples of label and text, in the reader's language; with ``is_wide``
            a block that takes the whole width
        """
        self.ensure_one()
        return [
            self._prepare_firm_block() if self.is_company else self._prepare_person_block(),
            self._prepare_care_block(), self._prepare_wishes_block(), self._prepare_behaviour_block(),
            *self._prepare_car_blocks(),
        ]

    # === BUSINESS METHODS ===#

    def _say_refused(self, detail):
        """What the customer does not want to say."""
        refused = self.aftersales_refusal_ids.filtered(
            lambda refusal: not refusal.ended_date and refusal.item_id.detail == detail)[:1]
        if not refused:
            return ''
        return self.env._(
            "refuses to say (%(day)s, %(person)s)", day=format_date(self.env, refused.date), person=refused.user_id.name)

    def _prepare_reach_rows(self):
        phones = " / ".join(filter(None, (self.phone, self.aftersales_phone2)))
        email = self.email or self.aftersales_no_email and self.env._("gives none") or self._say_refused('owner_id.email')
        best = " · ".join(filter(None, (say_field(self, 'aftersales_channel'), say_field(self, 'aftersales_call_time'))))
        return [
            (self.env._("Phone"), phones or self._say_refused('owner_id.phone')), (self.env._("E-mail"), email),
            (self.env._("Address"), self._get_print_address_line() or self._say_refused('owner_id.street')),
            (self.env._("Likes to be contacted"), best),
        ]

    def _prepare_person_block(self):
        born = say_field(self, 'aftersales_birth_date')
        if born:
            age = relativedelta(fields.Date.context_today(self), self.aftersales_birth_date).years
            born = self.env._("%(day)s (%(age)s years)", day=born, age=age)
        title = self.env._("Customer")
        return {'title': title, 'rows': [
            (self.env._("Name"), self.display_name), (self.env._("Sex"), say_field(self, 'aftersales_sex')),
            (self.env._("Birth date"), born or self._say_refused('owner_id.aftersales_birth_date')),
            (self.env._("Occupation"), self.function or ''), *self._prepare_reach_rows()]}

    def _prepare_firm_block(self):
        person = self.aftersales_contact_id or self.child_ids.filtered(lambda child: child.type == 'contact')[:1]
        title = self.env._("Firm")
        return {'title': title, 'rows': [
            (self.env._("Name"), self.display_name), (self.env._("Industry"), self.industry_id.name or ''),
            (self.env._("Size"), say_field(self, 'aftersales_company_size')),
            (self.env._("Legal representative"), self.aftersales_representative or ''),
            (self.env._("Contact person"), " ".join(filter(None, (person.name, person.function, person.phone)))),
            (self.env._("Tax ID"), self.vat or self._say_refused('owner_id.vat')), *self._prepare_reach_rows()]}

    def _prepare_care_block(self):
        title, following = self.env._("Care"), ''
        if self.aftersales_next_date:
            following = " · ".join(filter(None, (
                format_date(self.env, self.aftersales_next_date), self.aftersales_next_topic,
                not self.aftersales_next_is_planned and self.env._("proposed"))))
        talk = self.env['aftersales.followup.contact'].search(
            [('partner_id', 'child_of', self.ids), ('company_id', 'in', self.env.companies.ids)], limit=1)
        return {'title': title, 'rows': [
            (self.env._("Care agent"), say_field(self, 'aftersales_agent_id')),
            (self.env._("Deputy"), say_field(self, 'aftersales_agent_deputy_id')),
            (self.env._("Last contact"), " · ".join(filter(None, (
                talk.date and format_date(self.env, talk.date), talk.topic, talk.summary)))),
            (self.env._("Next contact"), following),
            (self.env._("Contact wishes"), self.aftersales_wish_text
             or self._say_refused('owner_id.aftersales_consent_ids'))]}

    def _prepare_wishes_block(self):
        title = self.env._("Wishes and Opinions")
        wishes = " · ".join(filter(None, (
            say_field(self, 'aftersales_service_wish_ids'), self.aftersales_service_wish_note)))
        return {'title': title, 'rows': [
            (self.env._("Services wished for"), wishes or self._say_refused('owner_id.aftersales_service_wish_ids')),
            (self.env._("Interests"), say_field(self, 'aftersales_interest_ids')), *self._prepare_voice_rows()]}

    def _prepare_voice_rows(self):
        """Complaints, suggestions and how content he was."""
        Complaint = self.env['aftersales.complaint']
        own = [('partner_id', 'child_of', self.ids), ('company_id', 'in', self.env.companies.ids)]
        words = Complaint._read_group(own, ['kind'], ['__count'])
        kinds = dict(Complaint._fields['kind']._description_selection(self.env))
        last = self.env['aftersales.survey.invitation'].search(
            [*own, ('state', '=', 'answered')], order='answered_date desc', limit=1)
        return [
            (self.env._("Complaints and suggestions"), ", ".join(f"{kinds[kind]}: {count}" for kind, count in words)),
            (self.env._("Satisfaction"), " · ".join(
                [format_date(self.env, last.answered_date), *last._describe_answers().splitlines()[:MOST_ANSWERS]])
             if last else '')]

    def _prepare_behaviour_block(self):
        behaviour, title = self._get_behaviour()[self], self.env._("Behaviour in 12 Months")
        return {'title': title, 'rows': [
            (self.env._("Visits"), str(behaviour.visits)),
            (self.env._("Spent, with tax"), ", ".join(self._say_spent(behaviour))),
            (self.env._("Mostly done"), ", ".join(behaviour.operations)),
            (self.env._("Books by"), ", ".join(behaviour.channels)),
            (self.env._("Who pays"), ", ".join(behaviour.payers))]}

    def _prepare_car_blocks(self):
        cars = self.env['fleet.vehicle'].search(
            [('owner_id', 'child_of', self.ids), ('company_id', 'in', [False, *self.env.companies.ids])])
        visits = self.env['aftersales.order'].search(
            [('vehicle_id', 'in', cars[:MOST_CARS].ids), ('state', '=', 'delivered'),
             ('company_id', 'in', self.env.companies.ids)], order='delivered_date desc')
        visits = visits.grouped('vehicle_id')
        blocks = [
            {'title': car._get_file_title(), 'is_wide': True, 'rows': car._prepare_file_rows(visits.get(car, ()))}
            for car in cars[:MOST_CARS]]
        if len(cars) > MOST_CARS:
            title = self.env._("Further Cars")
            blocks.append({'title': title, 'is_wide': True, 'rows': [
                ('', ", ".join(car.license_plate or car.display_name for car in cars[MOST_CARS:]))]})
        return blocks
