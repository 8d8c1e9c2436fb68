from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.aftersales.models.base.words import say_day


class AftersalesWorkshop(models.Model):
    """How the day goes, in numbers: each is counted by the very domain that its list opens with (U15)."""
    _inherit = 'aftersales.workshop'

    # === ACTION METHODS ===#

    @api.model
    @api.readonly
    def get_today(self, workshop_id=None, topic='day'):
        """All that the day's screen shows.

        :param workshop_id: one outlet; all that the user may see by default
        :param topic: whose day, see ``_get_today_topics``
        """
        title, words, __ = self._get_today_topic(topic)
        workshops = self.search_fetch([('company_id', 'in', self.env.companies.ids)], ['name'])
        chosen = self.browse(workshop_id) if workshop_id else workshops
        chosen.check_access('read')
        tallies = chosen._get_merged_tallies(topic)
        return {
            'title': title,
            'workshops': [{'id': outlet.id, 'name': outlet.name} for outlet in workshops],
            'workshop': workshop_id or False,
            'date': say_day(self.env, fields.Datetime.now(), chosen[0]._get_tz()) if chosen else '',
            'sections': [{
                'key': section, 'label': label,
                'tallies': [self._prepare_tally(tally) for tally in tallies if tally.section == section],
            } for section, label in words.items()],
        }

    # === BUSINESS METHODS ===#

    @api.model
    def _get_today_topics(self):
        """Hook: days that have a screen; rooms add theirs by ``super()``.

        :return: dict of topic: title, labels of its sections in their order, name of the hook that tells its numbers
        """
        return {'day': (self.env._("Today"), {
            'wrong': self.env._("Went Wrong Today"), 'wait': self.env._("Waits for Somebody"),
            'now': self.env._("In the House"),
        }, '_get_tallies')}

    @api.model
    def _get_today_topic(self, topic):
        topics = self._get_today_topics()
        return topics[topic if topic in topics else 'day']

    def _get_tallies(self, start, stop):
        """Hook: the numbers of this outlet; rooms add theirs by ``super()``.

        :param start, stop: naive UTC bounds of the outlet's today, as texts
        :return: list of ``Tally``
        """
        self.ensure_one()
        return []

    def _get_todays_tallies(self, topic='day'):
        """This outlet's numbers, those only that the user may see."""
        self.ensure_one()
        get_tallies = getattr(self, self._get_today_topic(topic)[2])
        start, stop = map(fields.Datetime.to_string, self._get_day_bounds(self._get_local_day(fields.Datetime.now())))
        tallies = sorted(get_tallies(start, stop), key=lambda tally: tally.sequence)
        models = self._read_models(tallies)
        return [tally for tally in tallies if self.env[models[tally.action]].has_access('read')]

    @api.model
    def _read_models(self, tallies):
        """Whose lists these numbers open. The actions are read together, not one by one as each number is prepared.

        :return: dict of action's XML id: name of its model
        """
        find = self.env['ir.model.data']._xmlid_to_res_id
        ids = {name: find(name, raise_if_not_found=True) for name in {tally.action for tally in tallies}}
        # sudo: as core reads an action for the client
        rows = self.env['ir.actions.act_window'].sudo().browse(set(ids.values())).read()
        models = {row['id']: row['res_model'] for row in rows}
        return {name: models[number] for name, number in ids.items()}

    def _get_merged_tallies(self, topic='day'):
        """The numbers of several outlets together, each with its own clock."""
        merged = {}
        for workshop in self:
            for tally in workshop._get_todays_tallies(topic):
                before = merged.get(tally.key)
                domain = Domain(tally.domain) if before is None else Domain(before.domain) | Domain(tally.domain)
                merged[tally.key] = tally._replace(domain=list(domain))
        return list(merged.values())

    @api.model
    def _prepare_tally(self, tally):
        """A number as the client gets it, with the list that it opens."""
        action = self._prepare_tally_action(tally)
        count = self.env[action['res_model']].search_count(tally.domain)
        return {
            'key': tally.key, 'label': tally.label, 'count': count, 'text': tally.text, 'action': action,
            'level': tally.level if count else ''}

    @api.model
    def _prepare_tally_action(self, tally):
        action = self.env['ir.actions.act_window']._for_xml_id(tally.action)
        views = [view for view in action['views'] if view[1] in ('list', 'kanban', 'form')]
        return {
            'type': action['type'], 'res_model': action['res_model'], 'help': action['help'],
            'name': tally.label[:1].upper() + tally.label[1:],  # beside its number it goes on, as a title it begins
            'search_view_id': action['search_view_id'], 'domain': tally.domain, 'context': {'create': False},
            'views': sorted(views, key=lambda view: ('list', 'kanban', 'form').index(view[1])),
        }
