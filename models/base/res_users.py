from odoo import api, models


class ResUsers(models.Model):
    _inherit = 'res.users'

    @api.model
    def _get_aftersales_homes(self):
        """Hook: the screens that the application opens on, by role.

        :return: list of (sequence, group, action): the first group that a user has decides, so a manager comes
            before the roles he implies
        """
        return []

    def _get_aftersales_home_action(self):
        """The screen the application opens on for this user."""
        self.ensure_one()
        action = 'aftersales.res_config_settings_action'
        for _sequence, group, home in sorted(self._get_aftersales_homes()):
            if group is None or self.has_group(group):
                action = home
                break
        return self.env['ir.actions.actions']._for_xml_id(action)
