import { NavLink } from 'react-router';
import { usePlaced } from '../shared/place';
import { Icon } from '../shared/ui/icon';
import { navigation } from './navigation';
import classes from './side-navigation.module.css';

interface Props {
  /** On a phone: whether it is there. */
  open: boolean;
  onClose(): void;
}

/** The way to every page; at the side, or on a phone below the menu button. */
export function SideNavigation({ open, onClose }: Props) {
  const placed = usePlaced();
  return (
    <nav
      id="pages"
      className={classes.side}
      aria-label="Pages"
      data-open={open}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <ul>
        {navigation.map(({ to, name, about, icon }) => (
          <li key={to}>
            <NavLink to={placed(to)} end={to === '/'} className={classes.link ?? ''} title={about} onClick={onClose}>
              <Icon lines={icon} /> {name}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
