from lxml import etree

from odoo import api, models
from odoo.exceptions import AccessError

OURS = 'aftersales_'


class ResCompany(models.Model):
    """The after-sales manager sets up his department himself: of the company he writes our settings, nothing else."""

    _inherit = 'res.company'

    def write(self, vals):
        self._check_only_ours(vals)
        return super().write(vals)

    def _check_only_ours(self, vals):
        """Access to the company is given to our manager for our settings alone."""
        user = self.env.user
        if self.env.su or user.has_group('base.group_erp_manager') or not user.has_group('aftersales.group_manager'):
            return
        if foreign := [name for name in vals if not name.startswith(OURS)]:
            raise AccessError(self.env._(
                "A manager of the after-sales department changes its own settings only, not %(fields)s of %(company)s. "
                "Ask an administrator.",
                fields=", ".join(
                    self._fields[name]._description_string(self.env) if name in self._fields else name for name in foreign),
                company=", ".join(self.mapped('name')),
            ))

    @api.model
    def action_aftersales_settings(self):
        """Our settings of the company somebody works for; administrators have them among all others."""
        view = self.env.ref('aftersales.res_company_view_form_settings')
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Settings"),
            'res_model': 'res.company',
            'res_id': self.env.company.id,
            'view_mode': 'form',
            'views': [(view.id, 'form')],
            'target': 'current',
        }

    @api.model
    def _get_view(self, view_id=None, view_type='form', **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        if view == self.env.ref('aftersales.res_company_view_form_settings', raise_if_not_found=False):
            self._add_aftersales_settings(arch)
        return arch, view

    @api.model
    def _add_aftersales_settings(self, arch):
        """The settings that rooms add to the general ones, as far as they are kept by the company."""
        Settings = self.env['res.config.settings']
        # sudo: general settings are the administrators'
        settings, __ = Settings.sudo()._get_view(self.env.ref('base.res_config_settings_view_form').id, 'form')
        place = arch.xpath("//div[@name='settings']")[0]
        for block in settings.xpath("//app[@name='aftersales']/block"):
            group = etree.Element('group', string=block.get('title', ''))
            for setting in block.iter('setting'):
                names = [node.get('name') for node in setting.iter('field')]
                if names and all(name in self._fields and name.startswith(OURS) for name in names):
                    self._add_aftersales_setting(group, setting)
            if len(group):
                place.append(group)

    @api.model
    def _add_aftersales_setting(self, group, setting):
        """One question, what it means below it; several fields of one setting keep their own labels."""
        fields = [
            etree.Element('field', {
                key: value for key, value in node.attrib.items() if key in ('name', 'widget', 'options', 'placeholder')})
            for node in setting.iter('field')]
        explained = etree.Element('div', {'class': 'text-muted', 'colspan': '2'})
        explained.text = setting.get('help', '')
        if len(fields) > 1:
            heading = etree.SubElement(group, 'div', {'class': 'fw-bold mt-2', 'colspan': '2'})
            heading.text = setting.get('string', '')
            group.extend([explained] * bool(explained.text) + fields)
            return
        etree.SubElement(group, 'label', {'for': fields[0].get('name')})  # the field's own, which says its unit
        answer = etree.SubElement(group, 'div')
        answer.extend(fields + [explained] * bool(explained.text))
