from odoo import api, models


class ResUsers(models.Model):
    _inherit = 'res.users'

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        users = super().create(vals_list)
        users._land_in_aftersales()
        return users

    def write(self, vals):
        if not {'group_ids', 'role'} & vals.keys():
            return super().write(vals)
        strangers = self.filtered(lambda user: not user._works_in_aftersales())
        result = super().write(vals)
        strangers._land_in_aftersales()
        return result

    # === BUSINESS METHODS ===#

    def _works_in_aftersales(self):
        self.ensure_one()
        return self.has_group('aftersales.group_user') and not self.has_group('base.group_system')

    def _land_in_aftersales(self):
        """Who becomes one of ours begins the day on the screen of his role, unless he begins elsewhere already.

        Administrators choose for themselves, and anybody may choose anew in his preferences.
        """
        home = self.env.ref('aftersales.action_home', raise_if_not_found=False)
        if home:
            # sudo: whoever makes the user
            self.sudo().filtered(
                lambda user: not user.action_id and not user.share and user._works_in_aftersales(),
            ).action_id = home.id

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
